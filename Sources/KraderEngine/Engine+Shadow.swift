#if DEBUG
    import KraderModel

    // The proof that trading state is the fold of its records (design.md §2).
    extension Engine {
        /// Takes the records of a step into the shadow and compares: the whole state where the
        /// world is small, else at the ends of days. Gives the first difference in words, `nil`
        /// when there is none.
        mutating func shadowDifference(_ out: inout OutputBuffer) -> String? {
            guard out.records.count > 0 else { return nil }
            do {
                for index in 0..<out.records.count { try shadow.apply(out.records[index]) }
            } catch {
                return "The fold of the records fails at \(now): \(error)"
            }
            // While history is taken in, hooks see its day.
            if rehearsal != nil { return nil }
            guard configuration.instruments.count <= 8 || out.records.days.count > 0 else {
                return nil
            }
            return trading.difference(from: &shadow).map {
                "The fold of the records is another state at \(now): \($0)"
            }
        }
    }
#endif
