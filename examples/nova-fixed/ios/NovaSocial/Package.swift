// swift-tools-version:5.9
import PackageDescription

let package = Package(
    name: "NovaSocial",
    platforms: [.iOS(.v16)],
    targets: [
        .target(name: "NovaSocial"),
        .testTarget(name: "NovaSocialTests", dependencies: ["NovaSocial"], path: "Tests/NovaSocial"),
    ]
)
