// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// What the tests play is optimised in debug builds too, with every assertion in it: the suite takes
/// a third of the time. A debugger wants KRADER_UNOPTIMISED=1.
let optimised: [SwiftSetting] =
    Context.environment["KRADER_UNOPTIMISED"] == nil
    ? [
        .unsafeFlags(
            ["-O", "-assert-config", "Debug"], .when(configuration: .debug))
    ] : []

/// A target of ours: strict settings, and only the arrows that the map in CONTRIBUTING draws.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict + optimised)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict + optimised)
}

/// Tests. Those that compare whole worlds with naive ones, or read all of krader's text, are
/// optimised as what they play is; to optimise the rest takes longer than it saves.
func tests(
    _ name: String, _ dependencies: [Target.Dependency], optimised: [SwiftSetting] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["Support"], path: "Tests/\(name)",
        swiftSettings: strict + optimised)
}

let package = Package(
    name: "krader",
    products: [
        .executable(name: "krader", targets: ["krader"]),
        .library(name: "KraderCommands", targets: ["KraderCommands"]),
        .library(name: "KraderEngine", targets: ["KraderEngine"]),
        .library(name: "KraderModel", targets: ["KraderModel"]),
        .library(name: "KraderStrategies", targets: ["KraderStrategies"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
    ],
    targets: [
        // PURE: same input, same output, on every machine. No Foundation, clock, task or file.
        // libm is part of the C library; debug builds call its rounding functions.
        .systemLibrary(name: "CSHA256"),
        .target(
            name: "KraderModel", dependencies: ["CSHA256"], swiftSettings: strict + optimised,
            linkerSettings: [.linkedLibrary("m")]),
        library("KraderMarket", ["KraderModel"]),
        library("KraderEngine", ["KraderModel"]),
        library("KraderChecks", ["KraderEngine", "KraderModel"]),
        library("KraderVenue", ["KraderModel"]),
        library("KraderStrategies", ["KraderEngine", "KraderModel"]),
        library(
            "KraderBacktest",
            ["KraderChecks", "KraderEngine", "KraderMarket", "KraderModel", "KraderVenue"]),
        library(
            "KraderSwarm",
            [
                "KraderBacktest", "KraderChecks", "KraderEngine", "KraderMarket", "KraderModel",
                "KraderStrategies", "KraderVenue",
            ]),

        // TEXT: bytes in, values out. CManual holds the pages of docs/ as they stand.
        .target(name: "CManual"),
        .systemLibrary(name: "CLibCSV", providers: [.apt(["libcsv-dev"])]),
        library("KraderJSON", ["KraderModel"]),
        library("KraderCSV", ["CLibCSV", "KraderJSON", "KraderModel"]),
        library(
            "KraderScenario",
            [
                "KraderBacktest", "KraderCSV", "KraderEngine", "KraderJSON", "KraderMarket",
                "KraderModel", "KraderStrategies", "KraderVenue",
            ]),
        library("KraderReport", ["KraderBacktest", "KraderEngine", "KraderJSON", "KraderModel"]),

        // WORLD: files, terminals, processes.
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        library(
            "KraderDatasets",
            [
                "CLinux", "CZlib", "KraderCSV", "KraderJSON", "KraderMarket",
                "KraderModel",
            ]),
        library(
            "KraderRuns",
            [
                "KraderBacktest", "KraderCSV", "KraderChecks", "KraderDatasets", "KraderEngine",
                "KraderJSON",
                "KraderMarket", "KraderModel", "KraderReport", "KraderScenario", "KraderSwarm",
                "KraderVenue",
            ]),
        library(
            "KraderOneFile", ["KraderDatasets", "KraderEngine", "KraderJSON", "KraderRuns"]),
        library(
            "KraderCommands",
            [
                "CManual", "KraderBacktest", "KraderCSV", "KraderDatasets", "KraderEngine",
                "KraderJSON", "KraderMarket", "KraderModel", "KraderOneFile", "KraderReport",
                "KraderRuns", "KraderScenario", "KraderStrategies", "KraderVenue",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        program("krader", ["KraderCommands", "KraderStrategies"]),
        program(
            "krader-bench",
            [
                "CLibCSV", "KraderBacktest", "KraderDatasets", "KraderEngine", "KraderJSON",
                "KraderMarket", "KraderModel", "KraderStrategies", "KraderVenue",
            ]),
        program(
            "krader-probe",
            [
                "KraderBacktest", "KraderEngine", "KraderMarket", "KraderModel",
                "KraderStrategies", "KraderSwarm", "KraderVenue",
            ]),

        .target(
            name: "Support",
            dependencies: [
                "KraderBacktest", "KraderChecks", "KraderEngine", "KraderMarket", "KraderModel",
                "KraderVenue",
            ],
            path: "Tests/Support", swiftSettings: strict + optimised),
        tests("KraderModelTests", ["KraderModel"]),
        tests("KraderMarketTests", ["KraderMarket", "KraderModel"], optimised: optimised),
        tests("KraderEngineTests", ["KraderEngine", "KraderModel"]),
        tests("KraderChecksTests", ["KraderChecks", "KraderEngine", "KraderModel"]),
        tests(
            "KraderVenueTests",
            ["KraderBacktest", "KraderEngine", "KraderMarket", "KraderModel", "KraderVenue"],
            optimised: optimised),
        tests("KraderStrategiesTests", ["KraderEngine", "KraderModel", "KraderStrategies"]),
        tests(
            "KraderBacktestTests",
            [
                "KraderBacktest", "KraderChecks", "KraderEngine", "KraderMarket", "KraderModel",
                "KraderStrategies", "KraderVenue",
            ], optimised: optimised),
        tests(
            "KraderSwarmTests",
            [
                "KraderBacktest", "KraderChecks", "KraderEngine", "KraderJSON", "KraderModel",
                "KraderReport", "KraderRuns", "KraderScenario", "KraderStrategies", "KraderSwarm",
            ], optimised: optimised),
        tests("KraderJSONTests", ["KraderJSON", "KraderModel"]),
        tests(
            "KraderCSVTests", ["KraderCSV", "KraderJSON", "KraderModel"], optimised: optimised),
        tests(
            "KraderScenarioTests",
            [
                "KraderBacktest", "KraderCSV", "KraderEngine", "KraderJSON", "KraderMarket",
                "KraderModel", "KraderScenario", "KraderStrategies", "KraderVenue",
            ]),
        tests(
            "KraderReportTests",
            ["KraderBacktest", "KraderEngine", "KraderJSON", "KraderModel", "KraderReport"]),
        tests(
            "KraderDatasetsTests",
            [
                "KraderBacktest", "KraderCSV", "KraderDatasets", "KraderEngine", "KraderJSON",
                "KraderMarket", "KraderModel", "KraderVenue",
            ]),
        tests(
            "CommandLineTests",
            [
                "KraderCommands", "KraderDatasets", "KraderEngine", "KraderMarket", "KraderModel",
                "KraderOneFile", "KraderReport", "KraderRuns", "KraderStrategies",
            ]),
        tests(
            "TidyTests",
            ["KraderCommands", "KraderDatasets", "KraderEngine", "KraderModel", "KraderRuns"],
            optimised: optimised),
    ]
)
