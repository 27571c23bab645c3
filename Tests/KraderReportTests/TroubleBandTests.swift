import KraderModel
import Testing

@testable import KraderEngine
@testable import KraderReport

@Suite("What went wrong, behind the curve") struct TroubleBandTests {
    private let day = CalendarDate(2026, 3, 3)

    private func incident(_ kind: IncidentRecord.Kind, _ time: String) -> IncidentRecord {
        IncidentRecord(at: at(time), kind: kind)
    }

    private func at(_ time: String) -> Moment {
        let parts = time.split(separator: ":").compactMap { Int64($0) }
        return day.midnight + .hours(parts[0]) + .minutes(parts[1])
    }

    @Test("an outage lasts from the loss to the return of the way; a second loss in it is the same")
    func outage() {
        let bands = TroubleBand.bands(
            [
                incident(.linkLost, "10:00"), incident(.sessionTakenOver, "10:05"),
                incident(.linkRestored, "10:10"), incident(.linkLost, "11:00"),
                incident(.linkRestored, "11:01"),
            ], until: at("15:30"))
        #expect(
            bands == [
                TroubleBand(kind: .outage, start: at("10:00"), end: at("10:10")),
                TroubleBand(kind: .outage, start: at("11:00"), end: at("11:01")),
            ])
    }

    @Test("a kill without a rearm lasts to the curve's end, and may lie over an outage")
    func kill() {
        let bands = TroubleBand.bands(
            [incident(.killSwitchEngaged, "10:02"), incident(.linkLost, "10:01")],
            until: at("12:00"))
        #expect(
            bands == [
                TroubleBand(kind: .outage, start: at("10:01"), end: at("12:00")),
                TroubleBand(kind: .kill, start: at("10:02"), end: at("12:00")),
            ])
    }

    @Test("a kill ends where it is rearmed")
    func rearmed() {
        let bands = TroubleBand.bands(
            [incident(.killSwitchEngaged, "10:00"), incident(.killSwitchRearmed, "10:30")],
            until: at("12:00"))
        #expect(bands == [TroubleBand(kind: .kill, start: at("10:00"), end: at("10:30"))])
    }
}
