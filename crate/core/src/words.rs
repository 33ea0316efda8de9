//! The vocabulary: the few closed lists of words that a diagnosis uses.
//!
//! A word is stable for machines (reports, corpora, message keys); the sentences people read live in `_locales`.

/// Declares an enum and the list of its variants, so that the two cannot differ.
macro_rules! listed {
    ($(#[$meta:meta])* $visibility:vis enum $name:ident { $($(#[$doc:meta])* $variant:ident,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $visibility enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl $name {
            /// Every variant, in the order of declaration.
            $visibility const ALL: &'static [Self] = &[$(Self::$variant,)+];
        }
    };
}

/// Declares a listed enum whose variants each have one stable word, used by serde, by [`Display`](core::fmt::Display)
/// and in message keys.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $crate::words::listed! {
            $(#[$meta])*
            #[derive(PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
            pub enum $name {
                $($(#[$doc])* #[serde(rename = $word)] $variant,)+
            }
        }

        impl $name {
            /// The words, in the order of declaration.
            const WORDS: &'static str = concat!($($word, "|",)+);

            /// The stable word of this variant.
            pub fn word(self) -> &'static str {
                $crate::text::entry(Self::WORDS, self as usize)
            }

            /// The variant of this word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.get($crate::text::place(Self::WORDS, word)?).copied()
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

pub(crate) use {listed, words};

words! {
    /// A station on the way of a request, from the visitor to the application. The order is the order of travel.
    Hop {
        /// The browser, its profile and the device it runs on.
        You = "you",
        /// Wi-Fi, router, VPN, forward proxy, internet provider.
        Network = "network",
        /// The resolver and the zone it asks.
        Dns = "dns",
        /// The content delivery network's edge.
        Edge = "edge",
        /// The site's own front: load balancer, reverse proxy.
        Gateway = "gateway",
        /// The program that makes the pages.
        App = "app",
    }
}

words! {
    /// The kind of program that wrote the failure the visitor saw.
    Layer {
        /// A content delivery network's edge server.
        CdnEdge = "cdn-edge",
        /// A load balancer in front of several servers.
        LoadBalancer = "load-balancer",
        /// A reverse proxy or web server in front of an application.
        ReverseProxy = "reverse-proxy",
        /// A hosting platform's router.
        AppPlatform = "app-platform",
        /// The application itself, or its server library.
        AppRuntime = "app-runtime",
        /// A proxy, filter or portal on the visitor's side.
        ClientProxy = "client-proxy",
        /// The name system.
        Dns = "dns",
        /// The visitor's browser: no answer came, so it made a page of its own.
        Browser = "browser",
        /// Something between the browser and the first server.
        Network = "network",
        /// The facts do not say.
        Unknown = "unknown",
    }
}

words! {
    /// Where the cause most probably lies.
    Fault {
        /// This browser, its profile, its extensions, this device.
        LocalBrowser = "local-browser",
        /// This network: Wi-Fi, router, VPN, proxy, provider.
        LocalNetwork = "local-network",
        /// The resolver this network uses.
        DnsLocal = "dns-local",
        /// The site's own zone.
        DnsZone = "dns-zone",
        /// The content delivery network itself.
        Cdn = "cdn",
        /// The leg from the edge to the site's server.
        OriginUnreachableFromCdn = "origin-unreachable-from-cdn",
        /// The site's server as a whole, seen from outside.
        Origin = "origin",
        /// The application behind the site's gateway.
        App = "app",
        /// The site's settings: certificate, route, rule, account.
        SiteConfig = "site-config",
    }
}

words! {
    /// Whose problem it is, in the visitor's terms.
    Side {
        /// This browser or device.
        You = "you",
        /// This network.
        Network = "network",
        /// The name lookup of this network.
        Resolver = "resolver",
        /// The delivery network that the site rents.
        Cdn = "cdn",
        /// The site.
        Site = "site",
        /// The facts do not decide.
        Unknown = "unknown",
    }
}

words! {
    /// What became of the page.
    State {
        /// It failed, and as far as is known still does.
        Failed = "failed",
        /// It failed, and worked when asked again.
        Recovered = "recovered",
        /// It works.
        Healthy = "healthy",
        /// No outcome yet.
        Waiting = "waiting",
        /// Nothing could be observed.
        Unseen = "unseen",
    }
}

words! {
    /// How a hop of the picture did.
    HopState {
        /// The request passed it, or it answered.
        Ok = "ok",
        /// The trouble is here, or on the leg that leads here.
        Failed = "failed",
        /// Nothing is known of it.
        Unknown = "unknown",
        /// It is not on the way.
        Absent = "absent",
    }
}

words! {
    /// Who else meets the same failure.
    Scope {
        /// Only this browser or profile.
        Local = "local",
        /// Only people on this network or resolver.
        Network = "network",
        /// Everyone.
        Public = "public",
        /// Not known.
        Unknown = "unknown",
    }
}

words! {
    /// What went wrong, from a vocabulary small enough to be translated whole.
    Cause {
        /// Nothing listens, or a firewall says no at once.
        Refused = "refused",
        /// No route to the address.
        Unreachable = "unreachable",
        /// The connection was never accepted.
        ConnectTimeout = "connect-timeout",
        /// Connected, but no answer in time.
        NoAnswer = "no-answer",
        /// The connection was closed before an answer.
        ClosedEarly = "closed-early",
        /// The connection was reset.
        Reset = "reset",
        /// The answer was not valid HTTP, or not what the protocol allows.
        BadAnswer = "bad-answer",
        /// The answer's headers were too large.
        AnswerTooBig = "answer-too-big",
        /// The answer ended before it was complete.
        CutShort = "cut-short",
        /// No healthy server to send the request to.
        NoBackend = "no-backend",
        /// Too much work at once.
        Overloaded = "overloaded",
        /// Too many requests from this visitor.
        RateLimited = "rate-limited",
        /// The name does not exist, or has no address.
        NameNotFound = "name-not-found",
        /// The name could not be looked up.
        LookupFailed = "lookup-failed",
        /// No common TLS version or cipher, or the handshake broke.
        TlsHandshake = "tls-handshake",
        /// The certificate is not acceptable for another reason than those below.
        BadCertificate = "bad-certificate",
        /// The certificate is outside its dates, or this clock is wrong.
        ExpiredCertificate = "expired-certificate",
        /// The certificate names another host.
        WrongNameCertificate = "wrong-name-certificate",
        /// Nobody this browser trusts signed the certificate.
        UntrustedCertificate = "untrusted-certificate",
        /// A rule refuses this visitor.
        Blocked = "blocked",
        /// A check that a person is asking.
        Challenge = "challenge",
        /// Switched off on purpose, for a while.
        Maintenance = "maintenance",
        /// A setting is wrong.
        Misconfigured = "misconfigured",
        /// Nothing is published at this address.
        NotDeployed = "not-deployed",
        /// The server itself failed.
        InternalError = "internal-error",
        /// The application failed.
        AppError = "app-error",
        /// It works one time and fails the next.
        ComesAndGoes = "comes-and-goes",
        /// Sent round in circles.
        Loop = "loop",
        /// The request's cookies or headers are too large.
        RequestTooBig = "request-too-big",
        /// The form or file that was sent is too large.
        BodyTooBig = "body-too-big",
        /// The token that a site hides in a form is no longer valid: the form was open too long, or its cookie is gone.
        FormExpired = "form-expired",
        /// The site's cookies in this browser: without them it works.
        Cookies = "cookies",
        /// The server works and has no such page.
        NotFound = "not-found",
        /// The request was not understood.
        BadRequest = "bad-request",
        /// This device's clock is wrong.
        WrongClock = "wrong-clock",
        /// This device has no network.
        Offline = "offline",
        /// The network changed in the middle of the request.
        NetworkChanged = "network-changed",
        /// The proxy this browser must use is not there.
        ProxyDown = "proxy-down",
        /// The proxy this browser must use refused the request.
        ProxyRefused = "proxy-refused",
        /// The browser, an extension or a policy blocked the request.
        BrowserBlocked = "browser-blocked",
        /// The browser ran into a limit or a fault of its own.
        BrowserLimit = "browser-limit",
        /// Not known.
        Unknown = "unknown",
    }
}

impl Fault {
    /// Whose problem a fault at this place is.
    pub const fn side(self) -> Side {
        match self {
            Self::LocalBrowser => Side::You,
            Self::LocalNetwork => Side::Network,
            Self::DnsLocal => Side::Resolver,
            Self::Cdn => Side::Cdn,
            Self::DnsZone | Self::OriginUnreachableFromCdn | Self::Origin | Self::App | Self::SiteConfig => Side::Site,
        }
    }
}

impl Side {
    /// Who else meets a failure that is this side's problem.
    pub const fn scope(self) -> Scope {
        match self {
            Self::You => Scope::Local,
            Self::Network | Self::Resolver => Scope::Network,
            Self::Cdn | Self::Site => Scope::Public,
            Self::Unknown => Scope::Unknown,
        }
    }
}

impl Layer {
    /// The hop of the picture at which a program of this layer stands, if it stands at one.
    pub const fn hop(self) -> Option<Hop> {
        match self {
            Self::CdnEdge => Some(Hop::Edge),
            Self::LoadBalancer | Self::ReverseProxy | Self::AppPlatform => Some(Hop::Gateway),
            Self::AppRuntime => Some(Hop::App),
            Self::ClientProxy | Self::Network => Some(Hop::Network),
            Self::Dns => Some(Hop::Dns),
            Self::Browser => Some(Hop::You),
            Self::Unknown => None,
        }
    }

    /// Does a program of this layer stand between the internet and the application?
    pub(crate) const fn is_gateway(self) -> bool {
        matches!(self, Self::LoadBalancer | Self::ReverseProxy | Self::AppPlatform)
    }
}

impl Cause {
    /// Is the certificate not acceptable?
    pub(crate) const fn is_certificate(self) -> bool {
        matches!(
            self,
            Self::BadCertificate | Self::ExpiredCertificate | Self::WrongNameCertificate | Self::UntrustedCertificate
        )
    }

    /// Does a rule turn this visitor away? Then it says nothing about what works.
    pub(crate) const fn is_refusal(self) -> bool {
        matches!(self, Self::Challenge | Self::Blocked | Self::RateLimited)
    }

    /// Did no connection come about, or none that can be trusted?
    pub(crate) const fn is_connecting(self) -> bool {
        matches!(self, Self::Refused | Self::ConnectTimeout | Self::Unreachable | Self::TlsHandshake)
    }

    /// Did the lookup of the name bring no address?
    pub(crate) const fn is_lookup(self) -> bool {
        matches!(self, Self::NameNotFound | Self::LookupFailed)
    }
}
