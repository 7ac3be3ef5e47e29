internal import HTTP
internal import LinuxIO
internal import MediaCache
internal import Transport
internal import Upstream

/// The last step: the log, and what was held.
extension RequestSteps {
    func finish(completed: Bool) {
        handler?.proxy.accessLog?.log(self, completed: completed)
        if entered > 0 { leaveChain(behind: -1) }
        dropService()
        (handler, target, routes, replacedBody) = (nil, nil, nil, nil)
    }
}
