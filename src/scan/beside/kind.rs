//! What stands beside secrets and belongs to them, told by its label.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use crate::finding::PatternInfo;
use crate::pattern::label::{Class, Words};
use crate::scan::candidate::Told;
use crate::scan::insight::EXPIRES;
use crate::secret::Secret;

/// What something beside a secret is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::scan) enum Kind {
    User,
    ClientId,
    ConsumerKey,
    AccessKeyId,
    AccountSid,
    Tenant,
    Host,
    Port,
    Database,
    Region,
    ClientEmail,
    Project,
    KeyId,
    Expires,
    Permissions,
    SignedOn,
    ValidFor,
    SecretKey,
    SessionToken,
    ConsumerSecret,
    TokenSecret,
    Token,
}

/// Each kind, what a report calls it, and the labels that tell it: words that end a label, written
/// together.
static KINDS: &[(Kind, &str, &[&str])] = &[
    (
        Kind::User,
        "user",
        &[
            "user",
            "username",
            "usr",
            "uname",
            "login",
            "loginname",
            "loginid",
            "email",
            "mail",
            "emailaddress",
            "principal",
            "usuario",
            "usuário",
            "utilisateur",
            "identifiant",
            "benutzer",
            "benutzername",
            "nomeutente",
            "utente",
            "gebruikersnaam",
            "användarnamn",
            "kullanıcıadı",
            "uživatel",
            "пользователь",
            "логин",
            "用户名",
            "ユーザー名",
        ],
    ),
    (Kind::ClientId, "client id", &["clientid", "appid", "applicationid", "oauthclientid"]),
    (Kind::ConsumerKey, "consumer key", &["consumerkey"]),
    (Kind::AccessKeyId, "access key id", &["accesskeyid", "accesskey", "accessid"]),
    (Kind::AccountSid, "account sid", &["accountsid", "twiliosid"]),
    (Kind::Tenant, "tenant", &["tenant", "tenantid", "directoryid", "realm"]),
    (Kind::Host, "host", &["host", "hostname", "server", "servername", "dbhost", "smtphost"]),
    (Kind::Port, "port", &["port", "dbport"]),
    (Kind::Database, "database", &["database", "dbname", "databasename", "initialcatalog", "db"]),
    (Kind::Region, "region", &["region"]),
    (Kind::ClientEmail, "client email", &["clientemail"]),
    (Kind::Project, "project", &["projectid"]),
    (Kind::KeyId, "key id", &["privatekeyid", "keyid", "kid"]),
    (Kind::Expires, EXPIRES, &["se"]),
    (Kind::Permissions, "permissions", &["sp"]),
    (Kind::SignedOn, SIGNED_ON, &["amzdate"]),
    (Kind::ValidFor, VALID_FOR, &["amzexpires"]),
    (Kind::SecretKey, "secret access key", &["secretaccesskey", "secretkey"]),
    (Kind::SessionToken, "session token", &["sessiontoken", "securitytoken"]),
    (Kind::ConsumerSecret, "consumer secret", &["consumersecret"]),
    (Kind::TokenSecret, "token secret", &["tokensecret", "accesstokensecret"]),
    (Kind::Token, "token", &["token", "accesstoken", "oauthtoken"]),
];

/// When a link was signed, and for how many seconds it is good: together they are `expires`.
pub(in crate::scan) const SIGNED_ON: &str = "signed on";
pub(in crate::scan) const VALID_FOR: &str = "valid for";

/// Words that say what sort of thing a label names, and not which one: `admin` is left of
/// `adminPassword`.
static SORTS: &[&str] = &[
    "access",
    "account",
    "address",
    "amz",
    "api",
    "app",
    "application",
    "auth",
    "authorization",
    "aws",
    "client",
    "consumer",
    "credential",
    "credentials",
    "date",
    "directory",
    "email",
    "expires",
    "id",
    "key",
    "login",
    "mail",
    "name",
    "oauth",
    "pass",
    "passwd",
    "password",
    "pw",
    "pwd",
    "secret",
    "se",
    "sid",
    "sp",
    "token",
    "user",
    "username",
    "userpassword",
    "x",
];

/// Most words that tell a kind.
const LONGEST: usize = 4;

impl Kind {
    /// The kind that a label of these words tells.
    pub(super) fn of_words(words: &Words) -> Option<Self> {
        static BY_LABEL: LazyLock<HashMap<&str, Kind, FixedState>> = LazyLock::new(|| {
            let labels = KINDS.iter().rev();
            labels
                .flat_map(|(kind, _, labels)| labels.iter().map(|label| (*label, *kind)))
                .collect()
        });
        let first = words.len().saturating_sub(LONGEST);
        let tells = |words: &Words, first| {
            let mut starts = first..words.len();
            starts.find_map(|start| BY_LABEL.get(words.run(start, words.len())).copied())
        };
        if !words.joined().contains(|c: char| c.is_ascii_digit()) {
            return tells(words, first);
        }
        let letters = |word| str::trim_end_matches(word, |c: char| c.is_ascii_digit());
        tells(&words.iter().skip(first).map(letters).collect(), 0)
    }

    /// What a report calls it.
    pub(in crate::scan) fn name(self) -> &'static str {
        KINDS.iter().find(|(kind, _, _)| *kind == self).map_or("", |(_, name, _)| *name)
    }

    /// Its value as a report may show it; `None` where it is no such thing. Somebody may have put a key
    /// where a user should stand, and a whole address where a host should.
    pub(super) fn shown(self, text: &str) -> Option<String> {
        let text = text.split_once("://").map_or(text, |(_, rest)| rest.trim_end_matches('/'));
        let has_mail = matches!(self, Self::User | Self::ClientId | Self::ClientEmail);
        let has_colon = matches!(self, Self::Host | Self::Expires);
        if text.contains('/') || text.contains('@') && !has_mail || text.contains(':') && !has_colon
        {
            return None;
        }
        let named = match self {
            Self::User => text.contains('@'),
            Self::AccessKeyId => {
                text.len() <= 24 && !text.bytes().any(|byte| byte.is_ascii_lowercase())
            }
            _ => true,
        };
        let secret = Secret::new(text.as_bytes(), "");
        Some(if named || !secret.is_strong() { text.to_owned() } else { secret.to_string() })
    }

    /// Whether only what was found to be a secret is one, to be shown redacted.
    pub(super) fn is_secret(self) -> bool {
        self >= Self::SecretKey
    }

    /// The part that a finding is of others.
    pub(super) fn of_finding(info: &PatternInfo, label: &Words) -> Option<Self> {
        match info.id.as_str() {
            "aws-access-key-id" => Some(Self::AccessKeyId),
            "aws-secret-access-key" => Some(Self::SecretKey),
            "aws-session-token" => Some(Self::SessionToken),
            _ => Self::of_words(label).filter(|kind| kind.is_secret()),
        }
    }

    /// What belongs to a finding.
    pub(super) fn wanted(info: &PatternInfo, label: &Words, told: Told) -> &'static [Self] {
        use Kind::{
            AccessKeyId, AccountSid, ClientEmail, ClientId, ConsumerKey, ConsumerSecret, Database,
            Expires, Host, KeyId, Permissions, Port, Project, Region, SecretKey, SessionToken,
            SignedOn, Tenant, Token, TokenSecret, User, ValidFor,
        };
        match info.id.as_str() {
            "aws-access-key-id" => return &[SecretKey, SessionToken, Region, SignedOn, ValidFor],
            "aws-presigned-url" => return &[Region, SignedOn, ValidFor],
            "aws-secret-access-key" => return &[AccessKeyId, SessionToken, Region],
            "aws-session-token" => return &[AccessKeyId, SecretKey, SignedOn, ValidFor],
            "azure-sas-signature" => return &[Expires, Permissions],
            "google-service-account" => return &[ClientEmail, Project, KeyId],
            "twilio-auth-token" => return &[AccountSid],
            id if id.starts_with("private-key-") => return &[ClientEmail, Project, KeyId],
            _ => {}
        }
        match Self::of_words(label) {
            Some(SecretKey) => return &[AccessKeyId, SessionToken, Region],
            Some(SessionToken) => return &[AccessKeyId, SecretKey],
            Some(ConsumerSecret) => return &[ConsumerKey, Token, TokenSecret],
            Some(TokenSecret) => return &[ConsumerKey, ConsumerSecret, Token],
            _ => {}
        }
        let words = label.joined();
        if matches!(told, Told::Place { class: Class::Password, .. }) {
            &[User, Host, Port, Database]
        } else if words.contains("authtoken") {
            &[AccountSid]
        } else if words.contains("clientsecret") || words.contains("appsecret") {
            &[ClientId, Tenant]
        } else {
            &[]
        }
    }
}

/// What tells one credential from another of the same sort: `admin` of `adminPassword`, `2` of
/// `user2`.
pub(in crate::scan) fn which(words: &Words) -> String {
    words
        .iter()
        .map(|word| {
            let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
            match letters {
                "database" => "db",
                letters if SORTS.contains(&letters) => {
                    word.get(letters.len()..).unwrap_or_default()
                }
                "host" | "hostname" | "server" | "port" => "",
                _ => word,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::label::numbered_words;

    #[test]
    fn every_kind_has_a_name_and_labels_that_tell_it() {
        for (kind, name, labels) in KINDS {
            assert_eq!(kind.name(), *name);
            for label in *labels {
                assert_eq!(Kind::of_words(&numbered_words(label)), Some(*kind), "{label}");
                assert!(label.chars().all(|c| c.is_lowercase() || !c.is_ascii()), "{label}");
            }
        }
    }

    #[test]
    fn labels_tell_what_stands_beside_a_secret() {
        let cases = [
            ("adminUser", Some(Kind::User)),
            ("user_name", Some(Kind::User)),
            ("X-Client-Id", Some(Kind::ClientId)),
            ("AWS_ACCESS_KEY_ID", Some(Kind::AccessKeyId)),
            ("DB_HOST", Some(Kind::Host)),
            ("username2", Some(Kind::User)),
            ("X-Amz-Expires", Some(Kind::ValidFor)),
            ("oauth_consumer_key", Some(Kind::ConsumerKey)),
            ("oauth_token_secret", Some(Kind::TokenSecret)),
            ("userRole", None),
            ("description", None),
            ("", None),
        ];
        for (label, kind) in cases {
            assert_eq!(Kind::of_words(&numbered_words(label)), kind, "{label}");
        }
    }

    #[test]
    fn only_names_are_shown() {
        let key = "kX7pQz2LmN8vRtYw3BkX7pQz2LmN8v";
        let cases = [
            (Kind::User, "ada", Some("ada")),
            (Kind::User, "ada@brindle.example", Some("ada@brindle.example")),
            (Kind::User, "ada:hunter", None),
            (Kind::User, key, Some("24–31 characters")),
            (Kind::Host, "db.brindle.example:5432", Some("db.brindle.example:5432")),
            (Kind::Host, "https://api.brindle.example/", Some("api.brindle.example")),
            (Kind::Host, "ada:hunter@db", None),
            (Kind::Database, "postgres://ada:hunter@db/x", None),
            (Kind::AccessKeyId, "AKIAHQYSGWAKXMOD3P62", Some("AKIAHQYSGWAKXMOD3P62")),
            (Kind::AccessKeyId, key, Some("24–31 characters")),
            (Kind::ClientId, key, Some(key)),
        ];
        for (kind, text, shown) in cases {
            assert_eq!(kind.shown(text).as_deref(), shown, "{kind:?} {text}");
        }
    }

    #[test]
    fn labels_of_one_credential_have_the_same_rest() {
        let cases = [
            ("adminPassword", "admin_user", true),
            ("DB_PASSWORD", "DATABASE_HOST", true),
            ("password2", "user2", true),
            ("password1", "user2", false),
            ("twilio_auth_token", "TwilioAccountSid", true),
            ("clientSecret", "client_id", true),
            ("stagingPassword", "prodUser", false),
            ("X-Client-Secret", "clientId", true),
        ];
        for (one, other, same) in cases {
            let which = |label| which(&numbered_words(label));
            assert_eq!(which(one) == which(other), same, "{one} {other}");
        }
    }
}
