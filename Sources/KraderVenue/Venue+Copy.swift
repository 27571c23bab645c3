import KraderModel

extension Venue {
    /// Another venue in the same state, with books of its own: what one of them is shown and asked
    /// from now on the other does not see.
    public func copy() -> Venue { Venue(copying: self) }

    private init(copying other: borrowing Venue) {
        messages = other.messages.copy()
        answers = other.answers.copy()
        configuration = other.configuration
        symbolDaysWithoutBand = other.symbolDaysWithoutBand
        queueFillsWithoutBook = other.queueFillsWithoutBook
        unusableCarriedPrices = other.unusableCarriedPrices
        unbelievedFills = other.unbelievedFills
        crossedDisplays = other.crossedDisplays
        unbelievedSides = other.unbelievedSides
        lostPoints = other.lostPoints
        instruments = other.instruments.copy()
        states = other.states.copy()
        days = other.days.copy()
        paths = other.paths.copy()
        pathUses = other.pathUses.copy()
        walk = other.walk
        opensWithAuction = other.opensWithAuction
        books = other.books.copy()
        sides = other.sides.copy()
        takings = other.takings.copy()
        volumes = other.volumes.copy()
        recentTakings = other.recentTakings.copy()
        orders = VenueOrders(copying: other.orders)
        ledger = VenueLedger(copying: other.ledger)
        executionsToday = other.executionsToday.copy()
        hours = other.hours
        today = other.today
        isFirstDay = other.isFirstDay
        expiry = other.expiry
        stampMargin = other.stampMargin
        countsPrints = other.countsPrints
        keepsVolumes = other.keepsVolumes
        keepsHistory = other.keepsHistory
        wakeup = other.wakeup
        continuousEnd = other.continuousEnd
        alarm = other.alarm
    }
}
