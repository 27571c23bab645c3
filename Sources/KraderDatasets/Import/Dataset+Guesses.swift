extension Dataset {
    /// What the import that made the dataset guessed, mended or rounded, in sentences without full
    /// stops.
    public var guesses: [String] { ImportText.guesses(of: self) }
}
