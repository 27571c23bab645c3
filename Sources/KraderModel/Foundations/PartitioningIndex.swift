extension RandomAccessCollection where Index == Int {
    /// The index of the first element that belongs to the second part, where all elements of the
    /// first part come before it; by bisection. For arrays and their slices.
    public func partitioningIndex(where belongsToSecond: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if belongsToSecond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
