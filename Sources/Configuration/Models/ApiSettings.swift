/// `api`: what `api@internal` and `dashboard@internal` answer.
package struct ApiSettings: Sendable, Equatable {
    package var dashboard = true
    /// Whether the entry point `traefik` serves it without any router.
    package var insecure = false
    /// Whether profiling and debugging answers are there, too.
    package var debug = false
    /// Path that all of it stands under; begins with a slash, and ends with none unless it is `/`.
    package var basePath = "/"
    package var disableDashboardAd = false
    /// Shown in the dashboard instead of its own name; empty for that.
    package var dashboardName = ""

    package init() {}

    /// What the paths of the API begin with.
    package var apiPath: String { basePath == "/" ? "/api" : "\(basePath)/api" }
}

/// `api.socket`: the unix socket that the commands use.
package struct ApiSocketSettings: Sendable, Equatable {
    package static let defaultPath = "/run/usher/usher.sock"

    /// Empty for none.
    package var path = defaultPath
    /// Whether it was asked for: then usher does not start without it. The default place is left out where its directory
    /// cannot be made.
    package var isRequired = false

    package init() {}
}
