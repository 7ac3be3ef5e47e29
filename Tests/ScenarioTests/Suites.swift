import Testing

/// Requests that go straight to an upstream and back. Processes and ports are many, so one scenario of a suite runs at a
/// time.
@Suite(.serialized, .usherLog) struct PassThroughScenarios {}

/// Requests that could be read in two ways.
@Suite(.serialized, .usherLog) struct FramingScenarios {}

/// Which router a request goes to.
@Suite(.serialized, .usherLog) struct RoutingScenarios {}

/// What stands between router and service.
@Suite(.serialized, .usherLog) struct MiddlewareScenarios {}

/// Services: how a server is found, and what else becomes of a request.
@Suite(.serialized, .usherLog) struct ServiceScenarios {}

/// Media that goes through a chunk store.
@Suite(.serialized, .usherLog) struct CacheScenarios {}

/// What a shared cache may store and reuse (RFC 9111), told by small answers that are all different.
@Suite(.serialized, .usherLog) struct CacheRuleScenarios {}

/// Start, reload and end.
@Suite(.serialized, .usherLog) struct LifecycleScenarios {}

/// Requests over TLS.
@Suite(.serialized, .usherLog) struct TLSScenarios {}

/// The harness itself: a scripted origin and a raw client, with nothing between them.
@Suite(.serialized) struct HarnessTests {}

/// What a request on the hot path costs in system calls and allocations: numbers that repeat exactly.
@Suite(.serialized, .usherLog) struct HotPathCounts {}

/// What entry points do with connections and requests before a router decides.
@Suite(.serialized, .usherLog) struct EntryPointScenarios {}

/// What a running usher tells of itself: its API, its socket, its logs.
@Suite(.serialized, .usherLog) struct ReportScenarios {}
