internal import Configuration

/// The loop's side of a middleware; nil for a cache, which is not in the chain but before the service.
func makeMiddleware(_ middleware: Middleware) -> (any LoopMiddleware)? {
    switch middleware.kind {
    case .cache: nil
    case .addPrefix(let settings): PrefixAdder(settings)
    case .stripPrefix(let settings): PrefixStripper(settings)
    case .redirectScheme(let settings): SchemeRedirect(settings)
    case .chain: preconditionFailure("chains are dissolved when a router is decoded")
    }
}
