// swift-tools-version: 6.2
import PackageDescription

// Sorting rule: targets stand in the order of the arrows in README's "How it is built", tests after sources.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "statuscomm",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "statuscomm", targets: ["statuscomm"])
    ],
    targets: [
        .systemLibrary(
            name: "CLibcurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]
        ),
        .target(name: "Curl", dependencies: ["CLibcurl"], swiftSettings: settings),
        .target(name: "JSON5", swiftSettings: settings),
        .target(name: "Spelling", swiftSettings: settings),
        .target(name: "Mustache", dependencies: ["JSON5", "Spelling"], swiftSettings: settings),
        .target(name: "CommandTable", dependencies: ["Spelling"], swiftSettings: settings),
        .target(
            name: "StatusCommCore",
            dependencies: ["Curl", "JSON5", "Mustache", "Spelling"],
            resources: [.embedInCode("Connectors/Presets"), .embedInCode("Messages/Templates")],
            swiftSettings: settings
        ),
        .target(
            name: "StatusCommCommands",
            dependencies: ["CommandTable", "JSON5", "Mustache", "StatusCommCore"],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "statuscomm",
            dependencies: ["StatusCommCommands", "StatusCommCore"],
            swiftSettings: settings
        ),

        .target(
            name: "TestSupport",
            dependencies: ["JSON5", "StatusCommCore"],
            path: "Tests/TestSupport",
            swiftSettings: settings
        ),
        .target(
            name: "PromiseSimulation",
            dependencies: ["JSON5", "StatusCommCore", "TestSupport"],
            path: "Tests/Simulation",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "Months",
            dependencies: ["PromiseSimulation"],
            path: "Tests/Months",
            exclude: ["run.sh"],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "StoreWriter",
            dependencies: ["JSON5", "StatusCommCore"],
            path: "Tests/StoreWriter",
            swiftSettings: settings
        ),
        .executableTarget(name: "CallTamperer", path: "Tests/CallTamperer"),
        .executableTarget(
            name: "MailSender",
            dependencies: ["JSON5", "StatusCommCore"],
            path: "Tests/MailSender",
            swiftSettings: settings
        ),
        .testTarget(name: "JSON5Tests", dependencies: ["JSON5", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "SpellingTests", dependencies: ["Spelling"], swiftSettings: settings),
        .testTarget(
            name: "MustacheTests",
            dependencies: ["JSON5", "Mustache", "TestSupport"],
            exclude: ["Cases"],
            swiftSettings: settings
        ),
        .testTarget(name: "CommandTableTests", dependencies: ["CommandTable", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "CurlTests", dependencies: ["Curl", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "StatusCommCoreTests",
            dependencies: [
                "JSON5", "MailSender", "Mustache", "PromiseSimulation", "StatusCommCore", "StoreWriter", "TestSupport",
            ],
            exclude: ["Messages/Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "StatusCommCommandsTests",
            dependencies: ["StatusCommCommands", "TestSupport"],
            exclude: ["Snapshots"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["CallTamperer", "JSON5", "StatusCommCore", "statuscomm", "TestSupport"],
            swiftSettings: settings
        ),
    ]
)
