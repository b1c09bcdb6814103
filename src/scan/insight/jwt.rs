//! JSON Web Tokens (RFC 7519): issuer, subject, audience, expiry.
//!
//! What says whose a token is differs from issuer to issuer; the claims that are looked at are those
//! of `OpenID` Connect and RFC 9068, and what Microsoft Entra, Auth0, Amazon Cognito, Keycloak,
//! Firebase, Supabase, Kubernetes and GitHub Apps document beside them.

use serde_json::{Map, Value};

use super::{Found, Insight};
use crate::document::view::decode_base64;
use crate::finding::{Confidence, Severity};

pub(super) fn read(found: &Found<'_>, insight: &mut Insight) {
    let mut pieces = found.value.split(|byte| *byte == b'.');
    let (Some(head), Some(body), Some(_)) = (pieces.next(), pieces.next(), pieces.next()) else {
        return;
    };
    let Some(head) = object(head) else { return };
    let text = |name: &str| head.get(name).and_then(Value::as_str);
    let Some(algorithm) = text("alg") else { return };
    if text("enc").is_some() {
        insight.note("encrypted: its claims show to the receiver only");
        return;
    }
    let Some(claims) = object(body).map(Claims) else { return };
    if algorithm.eq_ignore_ascii_case("none") {
        insight.note("alg is none: nobody has signed it");
    }
    claims.tell(insight, found.now);
}

/// The JSON object that base64 text stands for.
fn object(text: &[u8]) -> Option<Map<String, Value>> {
    if !text.starts_with(b"ey") {
        return None;
    }
    serde_json::from_slice(&decode_base64(text)?).ok()
}

/// Whom a token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    User,
    Service,
    Anonymous,
}

impl Subject {
    fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Service => "service",
            Self::Anonymous => "anonymous",
        }
    }
}

/// Claims that name a person, the most readable first.
const PERSON: [&str; 10] = [
    "email",
    "preferred_username",
    "upn",
    "unique_name",
    "username",
    "cognito:username",
    "user_name",
    "userName",
    "nickname",
    "name",
];

/// Claims that name the client that the token was issued to.
const CLIENT: [&str; 4] = ["azp", "client_id", "appid", "cid"];

struct Claims(Map<String, Value>);

impl Claims {
    fn tell(&self, insight: &mut Insight, now: Option<u64>) {
        for (part, names) in [
            ("issuer", &["iss"][..]),
            ("subject", &["sub"]),
            ("audience", &["aud"]),
            ("client id", &CLIENT),
            ("user", &PERSON),
            ("tenant", &["tid"]),
            ("role", &["role"]),
            ("scope", &["scope", "scp"]),
        ] {
            if let Some(value) = names.iter().find_map(|name| self.text(name)) {
                insight.part(part, value);
            }
        }
        if let Some(project) = self.text("ref").filter(|_| self.is_supabase()) {
            insight.part("project", project);
        }
        if let Some(subject) = self.subject() {
            insight.part("subject kind", subject.as_str());
        }
        self.tell_reach(insight);
        if let Some(at) = self.seconds("exp") {
            insight.expires(at, now);
        } else {
            insight.never_expires = true;
            insight.note("does not expire");
        }
    }

    /// What the role of a Supabase key means: the anonymous one is meant for every browser.
    fn tell_reach(&self, insight: &mut Insight) {
        match self.text("role").as_deref().filter(|_| self.is_supabase()) {
            Some("anon") => {
                insight.note("the key of Supabase's role anon, which is meant to be public");
                insight.severity = Some(Severity::Low);
                insight.confidence = Some((Confidence::Low, "it is meant to be public"));
            }
            Some("service_role") => {
                insight.note("the key of Supabase's role service_role, which row level security does not bind");
            }
            _ => {}
        }
    }

    fn is_supabase(&self) -> bool {
        self.text("iss").is_some_and(|issuer| issuer.starts_with("supabase"))
    }

    /// A claim as text: several audiences or scopes stand beside each other.
    fn text(&self, name: &str) -> Option<String> {
        let one = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let text = match self.0.get(name)? {
            Value::Array(values) => values.iter().filter_map(one).collect::<Vec<_>>().join(" "),
            value => one(value)?,
        };
        Some(text).filter(|text| !text.is_empty())
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A point in time; some issuers write milliseconds, some text.
    fn seconds(&self, name: &str) -> Option<u64> {
        /// Later than any date in seconds: the year 5138.
        const MILLISECONDS: f64 = 1e11;
        let number = match self.0.get(name)? {
            Value::Number(number) => number.as_f64()?,
            Value::String(text) => text.parse().ok()?,
            _ => return None,
        };
        let seconds = if number >= MILLISECONDS { number / 1000.0 } else { number };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "of a positive number below 2^53 only the fraction goes"
        )]
        let whole = |seconds: f64| seconds as u64;
        (0.0..MILLISECONDS).contains(&seconds).then(|| whole(seconds))
    }

    /// Whom it stands for, where its claims tell.
    fn subject(&self) -> Option<Subject> {
        if self.is_anonymous() {
            Some(Subject::Anonymous)
        } else if self.is_service() {
            Some(Subject::Service)
        } else if PERSON.iter().any(|name| self.has(name))
            || ["user_id", "userId", "uid", "given_name", "auth_time"].iter().any(|n| self.has(n))
            || self.text("sub").is_some_and(|sub| sub.contains('|') || sub.contains('@'))
        {
            Some(Subject::User)
        } else {
            None
        }
    }

    fn is_anonymous(&self) -> bool {
        let provider = self.0.get("firebase").and_then(|firebase| firebase.get("sign_in_provider"));
        self.text("role").is_some_and(|role| matches!(role.as_str(), "anon" | "anonymous"))
            || provider.and_then(Value::as_str) == Some("anonymous")
            || self.text("provider_id").as_deref() == Some("anonymous")
            || self.0.get("is_anonymous") == Some(&Value::Bool(true))
    }

    fn is_service(&self) -> bool {
        let (subject, issuer) = (self.text("sub"), self.text("iss"));
        let subject = subject.as_deref().unwrap_or_default();
        let is_robot = |name: &str| {
            name.ends_with(".gserviceaccount.com")
                || name.ends_with("@clients")
                || name.starts_with("system:serviceaccount:")
        };
        is_robot(subject)
            || issuer.as_deref().is_some_and(is_robot)
            || self.text("gty").as_deref() == Some("client-credentials")
            || self.text("idtyp").as_deref() == Some("app")
            || self.text("role").as_deref() == Some("service_role")
            || self.text("preferred_username").is_some_and(|n| n.starts_with("service-account-"))
            || CLIENT.iter().any(|name| self.text(name).is_some_and(|client| client == subject))
            || self.is_of_app()
    }

    /// Whether it is what a GitHub App signs for itself: issuer, time of issue and end, ten minutes
    /// later at most.
    fn is_of_app(&self) -> bool {
        const LONGEST: u64 = 11 * 60;
        let life = self.seconds("exp").zip(self.seconds("iat"));
        self.0.len() == 3
            && self.has("iss")
            && life.is_some_and(|(end, start)| end.saturating_sub(start) <= LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::json;

    use super::*;
    use crate::scan::insight;

    const NOW: u64 = 1_767_225_600;

    fn insight(head: &Value, claims: &Value) -> Insight {
        let [head, claims] = [head, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let token = format!("{head}.{claims}.rvgJBv6kqRnYMttoBW6_WbZUaosV2Wqj7O074wtDsJw");
        insight::of(&Found { pattern: "bearer-token", value: token.as_bytes(), now: Some(NOW) })
    }

    fn of(claims: &Value) -> Insight {
        insight(&json!({"alg": "RS256", "typ": "JWT"}), claims)
    }

    #[test]
    fn claims_become_parts() {
        let insight = of(&json!({
            "iss": "https://login.brindle.example/", "sub": "auth0|5f2c", "aud": ["api", "web"],
            "azp": "k3Jx", "email": "ada@brindle.example", "scope": "read write",
            "exp": NOW + 60, "iat": NOW, "jti": "x"
        }));
        let parts: Vec<(&str, &str)> =
            insight.parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(
            parts,
            [
                ("audience", "api web"),
                ("client id", "k3Jx"),
                ("expires", "2026-01-01T00:01:00Z"),
                ("issuer", "https://login.brindle.example/"),
                ("scope", "read write"),
                ("subject", "auth0|5f2c"),
                ("subject kind", "user"),
                ("user", "ada@brindle.example"),
            ]
        );
        assert!(insight.notes.is_empty() && !insight.milder);
    }

    #[test]
    fn the_claims_tell_whom_it_stands_for() {
        let cases = [
            (json!({"sub": "x", "preferred_username": "ada"}), Some("user")),
            (json!({"sub": "ada@brindle.example"}), Some("user")),
            (json!({"sub": "k3Jx@clients"}), Some("service")),
            (json!({"sub": "k3Jx", "client_id": "k3Jx"}), Some("service")),
            (json!({"sub": "k3Jx", "client_id": "other"}), None),
            (json!({"sub": "x", "idtyp": "app"}), Some("service")),
            (json!({"sub": "system:serviceaccount:prod:deploy"}), Some("service")),
            (json!({"iss": "bot@p.iam.gserviceaccount.com", "sub": "x"}), Some("service")),
            (json!({"preferred_username": "service-account-ci"}), Some("service")),
            (json!({"iss": 12345, "iat": NOW, "exp": NOW + 600}), Some("service")),
            (json!({"iss": 12345, "iat": NOW, "exp": NOW + 6000}), None),
            (json!({"iss": "supabase", "role": "anon"}), Some("anonymous")),
            (
                json!({"user_id": "x", "firebase": {"sign_in_provider": "anonymous"}}),
                Some("anonymous"),
            ),
            (json!({"user_id": "x", "firebase": {"sign_in_provider": "google.com"}}), Some("user")),
            (json!({"sub": "8c9301e4"}), None),
        ];
        for (claims, kind) in cases {
            let found = of(&claims).parts.remove("subject kind");
            assert_eq!(found.as_deref(), kind, "{claims}");
        }
    }

    #[test]
    fn what_is_over_is_milder_and_says_when_it_ended() {
        let cases = [
            (json!({"exp": 1_680_350_400}), "expired on 2023-04-01", true),
            (json!({"exp": "1680350400"}), "expired on 2023-04-01", true),
            (json!({"exp": 1_680_350_400_000_u64}), "expired on 2023-04-01", true),
            (json!({"exp": 1_680_350_400.75}), "expired on 2023-04-01", true),
            (json!({"iat": 1_680_350_400}), "does not expire", false),
            (json!({"exp": null}), "does not expire", false),
            (json!({"exp": -1}), "does not expire", false),
        ];
        for (claims, note, milder) in cases {
            let insight = of(&claims);
            assert_eq!(
                (insight.notes, insight.milder),
                (vec![note.to_owned()], milder),
                "{claims}"
            );
        }
    }

    #[test]
    fn the_public_key_of_supabase_is_low_and_the_other_is_not() {
        let public = of(&json!({"iss": "supabase", "ref": "qkzv", "role": "anon", "exp": NOW + 1}));
        assert_eq!(public.severity, Some(Severity::Low));
        assert_eq!(public.confidence.map(|(most, _)| most), Some(Confidence::Low));
        assert_eq!(public.parts.get("project").map(String::as_str), Some("qkzv"));
        let elsewhere = of(&json!({"iss": "https://x.example", "role": "anon", "exp": NOW + 1}));
        assert_eq!((elsewhere.severity, elsewhere.notes.len()), (None, 0));
        let service = of(&json!({"iss": "supabase", "role": "service_role", "exp": NOW + 1}));
        assert_eq!((service.severity, service.confidence, service.notes.len()), (None, None, 1));
    }

    #[test]
    fn unsigned_and_encrypted_ones_are_told() {
        let unsigned = insight(&json!({"alg": "none"}), &json!({"exp": NOW + 60}));
        assert_eq!(unsigned.notes, ["alg is none: nobody has signed it"]);
        let locked = insight(&json!({"alg": "RSA-OAEP", "enc": "A256GCM"}), &json!({"sub": "x"}));
        assert_eq!((locked.notes.len(), locked.parts.len()), (1, 0));
    }
}
