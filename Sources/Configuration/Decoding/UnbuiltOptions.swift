/// Options of Traefik's static configuration that usher does not have.
enum UnbuiltOptions {
    static let root = OptionShape(
        """
        metrics{
          addInternals
          prometheus{entryPoint manualRouting buckets addEntryPointsLabels addRoutersLabels addServicesLabels
            headerLabels{*}}
          datadog{address pushInterval prefix addEntryPointsLabels addRoutersLabels addServicesLabels}
          statsD{address pushInterval prefix addEntryPointsLabels addRoutersLabels addServicesLabels}
          influxDB2{address token org bucket pushInterval addEntryPointsLabels addRoutersLabels addServicesLabels
            additionalLabels{*}}
          otlp{\(otlp) pushInterval explicitBoundaries addEntryPointsLabels addRoutersLabels addServicesLabels}
        }
        tracing{
          addInternals serviceName sampleRate capturedRequestHeaders capturedResponseHeaders safeQueryParams
          resourceAttributes{*} globalAttributes{*} otlp{\(otlp)}
        }
        certificatesResolvers{*{
          tailscale
          acme{
            email emailAddresses storage caServer caCertificates caSystemCertPool caServerName keyType preferredChain
            profile disableCommonName certificatesDuration clientTimeout clientResponseHeaderTimeout certificateTimeout
            eab{kid hmacEncoded} httpChallenge{entryPoint delay} tlsChallenge{delay}
            dnsChallenge{provider resolvers delayBeforeCheck disablePropagationCheck
              propagation{disableChecks disableANSChecks requireAllRNS delayBeforeChecks}}
          }
        }}
        hostResolver{cnameFlattening resolvConfig resolvDepth}
        ocsp{responderOverrides{*}}
        spiffe{workloadAPIAddr}
        experimental{
          plugins{*{moduleName version hash settings{envs mounts useUnsafe}}}
          localPlugins{*{moduleName settings{envs mounts useUnsafe}}}
          abortOnPluginFailure fastProxy{debug} kubernetesGateway kubernetesIngressNGINX knative otlpLogs
        }
        global{checkNewVersion sendAnonymousUsage notAppendXForwardedFor}
        core{defaultRuleSyntax strictTLSOptions}
        tcpServersTransport{
          dialKeepAlive dialTimeout terminationDelay tls{insecureSkipVerify rootCAs spiffe{ids trustDomain}}
        }
        """)

    static let providers = OptionShape(
        """
        swarm{\(containers) refreshSeconds}
        kubernetesIngress{
          \(kubernetes) allowEmptyServices allowExternalNameServices crossProviderNamespaces
          disableClusterScopeResources disableIngressClassLookup ingressClass nativeLBByDefault strictPrefixMatching
          ingressEndpoint{hostname ip publishedService}
        }
        kubernetesCRD{
          \(kubernetes) allowCrossNamespace allowEmptyServices allowExternalNameServices crossProviderNamespaces
          defaultTLSResourcesNamespace disableClusterScopeResources ingressClass nativeLBByDefault safeNaming
        }
        kubernetesGateway{
          \(kubernetes) burst qps crossProviderNamespaces experimentalChannel gateways{name namespace}
          nativeLBByDefault statusAddress{hostname ip service{name namespace}}
        }
        kubernetesIngressNGINX{
          endpoint token certAuthFilePath throttleDuration
          allowCrossNamespaceResources allowSnippetAnnotations clientBodyBufferSize controllerClass customHTTPErrors
          defaultBackendService disableSvcExternalName globalAllowedResponseHeaders globalAuthURL httpEntryPoint
          httpsEntryPoint ingressClass ingressClassByName ipAllowListStrategy{depth excludedIPs ipv6Subnet}
          proxyBodySize proxyBuffering proxyBufferSize proxyBuffersNumber proxyConnectTimeout proxyNextUpstream
          proxyNextUpstreamTimeout proxyNextUpstreamTries proxyReadTimeout proxyRequestBuffering proxySendTimeout
          publishService publishStatusAddress strictValidatePathType upstreamKeepaliveTimeout
          watchIngressWithoutClass watchNamespace watchNamespaceSelector
        }
        knative{
          \(kubernetes) privateEntryPoints publicEntryPoints privateService{name namespace}
          publicService{name namespace}
        }
        consulCatalog{
          cache connectAware connectByDefault constraints defaultRule exposedByDefault namespaces prefix
          refreshInterval requireConsistent serviceName stale strictChecks watch
          endpoint{address scheme datacenter token endpointWaitTime httpAuth{username password} \(tls)}
        }
        nomad{
          allowEmptyServices constraints defaultRule exposedByDefault namespaces prefix refreshInterval stale
          throttleDuration watch endpoint{address region token endpointWaitTime \(tls)}
        }
        ecs{
          accessKeyID secretAccessKey autoDiscoverClusters clusters constraints defaultRule ecsAnywhere
          exposedByDefault healthyTasksOnly refreshSeconds region
        }
        consul{endpoints namespaces rootKey token \(tls)}
        etcd{endpoints rootKey username password \(tls)}
        zooKeeper{endpoints rootKey username password}
        redis{
          endpoints rootKey username password db \(tls)
          sentinel{masterName username password latencyStrategy randomStrategy replicaStrategy
            useDisconnectedReplicas}
        }
        http{endpoint pollInterval pollTimeout maxResponseBodySize headers{*} \(tls)}
        rest{insecure}
        plugin{**}
        precedence
        """)

    static let logs = OptionShape("otlp{\(otlp)}")

    private static let tls = "tls{ca cert key insecureSkipVerify}"
    private static let otlp =
        "serviceName resourceAttributes{*} grpc{endpoint headers{*} insecure \(tls)} http{endpoint headers{*} \(tls)}"
    private static let kubernetes = "endpoint token certAuthFilePath namespaces labelSelector throttleDuration"
    private static let containers =
        """
        allowEmptyServices constraints defaultRule endpoint exposedByDefault httpClientTimeout network username password
        useBindPortIP watch \(tls)
        """
}
