import KraderModel

/// An inline SVG picture with axes; text and colours come from the page's style.
struct Chart {
    let width: Double
    let height: Double
    /// The left and right edge of the part between the axes.
    let left: Double
    let right: Double
    private(set) var body = HTML()

    init(width: Double, height: Double, left: Double, right: Double) {
        self.width = width
        self.height = height
        self.left = left
        self.right = width - right
    }

    /// The picture with a text for those who cannot see it. `hover` is read by the page's script.
    func markup(title: String, hover: [HoverPoint] = []) -> String {
        var html = HTML()
        var attributes = [
            ("viewBox", "0 0 \(coordinate(width)) \(coordinate(height))"), ("role", "img"),
            ("aria-label", title),
        ]
        if !hover.isEmpty {
            attributes.append(("data-points", hover.map(\.encoded).joined(separator: "|")))
        }
        html.element("svg", attributes) { $0.raw(body) }
        return html.markup
    }

    mutating func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String
    ) {
        body.shape(
            "line",
            [
                ("x1", coordinate(x1)), ("y1", coordinate(y1)), ("x2", coordinate(x2)),
                ("y2", coordinate(y2)), ("class", style),
            ])
    }

    mutating func text(
        _ x: Double, _ y: Double, _ text: String, anchor: String = "start", _ style: String = "tick"
    ) {
        body.element(
            "text",
            [
                ("x", coordinate(x)), ("y", coordinate(y)), ("text-anchor", anchor),
                ("class", style),
            ], text: text)
    }

    mutating func rectangle(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String,
        title: String = ""
    ) {
        body.element(
            "rect",
            [
                ("x", coordinate(x)), ("y", coordinate(y)), ("width", coordinate(max(width, 0))),
                ("height", coordinate(max(height, 0))), ("class", style),
            ]
        ) { if !title.isEmpty { $0.element("title", text: title) } }
    }

    mutating func path(_ data: String, _ attributes: [(String, String)], title: String = "") {
        body.element("path", [("d", data)] + attributes) {
            if !title.isEmpty { $0.element("title", text: title) }
        }
    }

    mutating func raw(_ markup: String) { body.raw(markup) }

    /// Writes round values at the left edge, each with a line across.
    mutating func valueAxis(
        _ scale: LinearScale, ticks count: Int, label: (Double) -> String
    ) {
        for tick in scale.ticks(count) {
            let y = scale(tick)
            line(left, y, right, y, "grid")
            text(left - 8, y + 4, label(tick), anchor: "end")
        }
    }

    /// Writes dates or times below the picture, each with a short stroke.
    mutating func timeAxis(_ scale: TradingTimeScale, y: Double, spacing: Double = 76) {
        line(left, y, right, y, "axis")
        for mark in scale.marks(spacing: spacing) {
            line(mark.position, y, mark.position, y + 4, "axis")
            let isAtEdge = mark.position < left + 18
            text(
                isAtEdge ? left : mark.position, y + 18, mark.label,
                anchor: isAtEdge ? "start" : "middle")
        }
    }

    /// The path through the points: `M x y L x y …`.
    static func polyline(_ points: [(x: Double, y: Double)]) -> String {
        var data = ""
        for (index, point) in points.enumerated() {
            data += index == 0 ? "M" : "L"
            data += "\(coordinate(point.x)) \(coordinate(point.y))"
        }
        return data
    }
}

/// A place of a curve and what the page says when the pointer is near: lines of text.
struct HoverPoint {
    var x: Double
    var y: Double
    var lines: [String]

    /// The point as the page's script reads it. The separators cannot occur in numbers and dates.
    var encoded: String {
        ([coordinate(x), coordinate(y)] + lines).joined(separator: ";")
    }

    /// Thins points so that none is nearer to the one before than `distance`: a pointer is no
    /// finer.
    static func thinned(_ points: [HoverPoint], every distance: Double) -> [HoverPoint] {
        var kept: [HoverPoint] = []
        for point in points {
            if let last = kept.last, point.x - last.x < distance {
                kept[kept.count - 1] = point
                kept[kept.count - 1].x = last.x
            } else {
                kept.append(point)
            }
        }
        return kept
    }
}
