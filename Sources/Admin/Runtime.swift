package import Configuration
package import LinuxIO
internal import Telemetry

/// What runs, deeply immutable; a reload makes another one.
package struct Runtime: Sendable {
    let fixed: StaticConfiguration
    /// Of the static configuration.
    let options: [ResolvedOption]
    let loaded: Loaded<DynamicConfiguration>
    /// Those of `loaded`, and those that planning the routes has met.
    let problems: [ConfigProblem]
    let version: String
    let start: WallTime
    /// `UP` or `DOWN` for each server of a service, by its URL; it changes by itself.
    let serverStatus: @Sendable (Service) -> [String: String]

    package init(
        fixed: StaticConfiguration, options: [ResolvedOption] = [], loaded: Loaded<DynamicConfiguration>,
        problems: [ConfigProblem], version: String, start: WallTime,
        serverStatus: @escaping @Sendable (Service) -> [String: String]
    ) {
        (self.fixed, self.options, self.loaded, self.problems) = (fixed, options, loaded, problems)
        (self.version, self.start, self.serverStatus) = (version, start, serverStatus)
    }
}
