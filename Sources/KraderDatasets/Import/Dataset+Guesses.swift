extension Dataset {
    /// What the import that made it guessed, mended or rounded, a sentence each without full stop.
    public var guesses: [String] { ImportText.guesses(of: self) }
}
