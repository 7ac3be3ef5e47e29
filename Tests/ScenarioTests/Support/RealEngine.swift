import Glibc
import LinuxIO

/// A Docker engine of the scenario's own, started in its directory and ended by its number.
final class RealEngine: Sendable {
    let socket: String
    private let directory: TemporaryDirectory
    private let process: ChildProcess

    /// Why none can be started here; nil where one can.
    static var obstacle: String? {
        if geteuid() != 0 { return "only root may start an engine" }
        for program in ["/usr/sbin/dockerd", "/usr/bin/docker", "/bin/busybox"]
        where unsafe access(program, X_OK) != 0 {
            return "there is no \(program)"
        }
        return nil
    }

    /// Waits until the engine answers; it has the image `web`, which serves its container's name.
    init() throws {
        directory = try TemporaryDirectory()
        socket = directory.file("docker.sock")
        process = try ChildProcess(
            "/usr/sbin/dockerd",
            [
                "--data-root", directory.file("data"), "--exec-root", directory.file("run"), "-H", "unix://\(socket)",
                "-p", directory.file("pid"),
            ], output: directory.file("dockerd.log"))
        try eventually("the engine", within: .seconds(60)) {
            if process.exitStatus != nil { throw ScenarioFailure(contents(ofFile: directory.file("dockerd.log"))) }
            return try docker("version").contains("Server")
        }
        let root = "mkdir -p root/bin root/www && cp /bin/busybox root/bin/ && ln -sf busybox root/bin/sh"
        _ = try shell("\(root) && ln -sf busybox root/bin/httpd && tar -C root -c . > web.tar", in: directory)
        try docker(#"import --change 'CMD ["/bin/sh"]' web.tar web"#)
    }

    deinit {
        _ = try? docker("rm -f $(docker -H unix://\(socket) ps -aq)")
        _ = try? docker("network prune -f")
        process.signal(SIGTERM)
        _ = try? process.waitExit(within: .seconds(30))
    }

    /// Runs a command of the client; what it printed.
    @discardableResult func docker(_ command: String) throws -> String {
        try shell("docker -H unix://\(socket) \(command)", in: directory)
    }

    /// Starts a container that answers with its name at a port.
    func serve(_ name: String, on network: String, port: Int, labels: [String] = []) throws {
        let flags = labels.map { "-l '\($0)'" }.joined(separator: " ")
        let script = "echo -n \(name) > /www/index.html; exec httpd -f -p \(port) -h /www"
        try docker("run -d --name \(name) --network \(network) \(flags) web /bin/sh -c '\(script)'")
        try eventually("\(name) to run") { try docker("inspect -f {{.State.Running}} \(name)").hasPrefix("true") }
    }
}
