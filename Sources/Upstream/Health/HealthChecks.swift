internal import Configuration
internal import HTTP
package import LinuxIO

/// Checks servers, each by a task of its own: one check for the whole process, however many loops there are.
package actor HealthChecks {
    private let board: HealthBoard
    private let loops: [LoopHandle]
    private var tasks: [ObjectIdentifier: (health: ServerHealth, task: Task<Void, Never>)] = [:]

    /// - Parameter loops: where the checks' requests run; their upstreams are installed.
    package init(_ board: HealthBoard, on loops: [LoopHandle]) { (self.board, self.loops) = (board, loops) }

    /// Checks what stands on the board from now on; checks of what is no more there end.
    package func adopt() {
        var left = tasks
        tasks.removeAll()
        for health in board.checked {
            let key = ObjectIdentifier(health)
            tasks[key] = left.removeValue(forKey: key) ?? (health, start(health))
        }
        for (_, task) in left.values { task.cancel() }
    }

    package func stop() {
        for (_, task) in tasks.values { task.cancel() }
        tasks.removeAll()
    }

    /// The first check comes after one interval: until then a server is taken to work.
    private func start(_ health: ServerHealth) -> Task<Void, Never> {
        let loop = loops[tasks.count % loops.count]
        return Task {
            guard let check = health.watch.active else { return }
            var isGood = true
            while (try? await Task.sleep(for: isGood ? check.interval : check.unhealthyInterval)) != nil {
                let trouble = await check.trouble(of: health.watch, on: loop)
                if Task.isCancelled { return }
                health.checked(trouble)
                isGood = trouble == nil
            }
        }
    }
}

extension HealthCheck {
    /// Asks once; what is wrong, nil when the answer is good.
    fileprivate func trouble(of watch: ServerHealth.Watch, on loop: LoopHandle) async -> String? {
        var request = AsyncRequest(method: method, url: url(for: watch.server.url), target: path)
        request.transport = watch.transport
        request.host = hostname.isEmpty ? fields.first { $0.name.lowercased() == "host" }?.value : hostname
        request.fields = fields.filter { $0.name.lowercased() != "host" }
        request.timeout = timeout
        request.bodyLimit = 0
        request.redirects = followsRedirects ? 10 : 0
        do {
            let answer = try await AsyncClient.send(request, on: loop)
            let isGood = status.map { answer.status == $0 } ?? (200..<400).contains(answer.status)
            return isGood ? nil : "it answers \(answer.status)"
        } catch {
            return "\(error)"
        }
    }
}
