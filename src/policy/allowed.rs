//! The hosts that credentials may be sent to.

/// Domains that credentials may be sent to, with all hosts below them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allowed(Vec<String>);

impl Allowed {
    /// Of domains as people write them: `example.org`, `*.example.org`, in any case.
    pub fn new<D: AsRef<str>>(domains: impl IntoIterator<Item = D>) -> Self {
        let plain = |domain: D| {
            let domain = domain.as_ref().trim().trim_end_matches('.').to_ascii_lowercase();
            let domain = domain.strip_prefix("*.").unwrap_or(&domain);
            domain.trim_start_matches('.').to_owned()
        };
        Self(domains.into_iter().map(plain).filter(|domain| !domain.is_empty()).collect())
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `host`, in lower case, is one of the domains or lies below one.
    pub fn admits(&self, host: &str) -> bool {
        self.0.iter().any(|domain| {
            let above = host.strip_suffix(domain.as_str());
            above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_admits_what_lies_below_it_and_nothing_that_only_ends_like_it() {
        let allowed = Allowed::new(["Example.org.", "*.larchgate.test", ""]);
        for (host, expected) in [
            ("example.org", true),
            ("api.example.org", true),
            ("{{tenant}}.example.org", true),
            ("larchgate.test", true),
            ("a.b.larchgate.test", true),
            ("badexample.org", false),
            ("example.org.evil.test", false),
            ("org", false),
        ] {
            assert_eq!(allowed.admits(host), expected, "{host}");
        }
        assert!(Allowed::new([""; 1]).is_empty());
    }
}
