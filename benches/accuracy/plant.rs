//! What is planted: labels with values that are credentials, and with values that are none.

#[allow(dead_code, reason = "shared with the corpus generator, which draws more from it")]
#[path = "../exports/random.rs"]
mod random;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use random::Random;

/// A label and the value beside it.
#[derive(Debug, Clone)]
pub(crate) struct Plant {
    pub(crate) label: String,
    pub(crate) value: String,
    /// The part of the value that is the secret.
    pub(crate) secret: String,
    pub(crate) is_secret: bool,
}

/// What a place in a document can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admits {
    /// Any label and any value on one line.
    Anything,
    /// Labels without blanks and letters beyond ASCII.
    Names,
    /// What is sent in a `Cookie` header.
    Cookies,
    /// What is sent in an `Authorization` header.
    Authorization,
    /// Parameters of auth helpers: the label is the helper and its parameter.
    Helpers,
}

/// How a credential is made.
#[derive(Debug, Clone, Copy)]
enum Made {
    /// Thought of by people: words, digits, a sign.
    Thought,
    /// A word or two, nothing else.
    Words,
    /// Words with a number, for what ought to be random.
    Kebab,
    Hex(usize),
    Letters(usize),
    Uuid,
    Jwt,
    Base64(usize),
}

use Made::{Base64, Hex, Jwt, Kebab, Letters, Thought, Uuid, Words};

/// Labels of credentials, and how their values are made.
const CREDENTIALS: &[(&[&str], &[Made])] = &[
    (
        &[
            "password",
            "db_password",
            "adminPassword",
            "DB_PASSWORD",
            "user.password",
            "smtpPassword",
            "passwd",
            "passphrase",
            "senha",
            "contraseña",
            "mot de passe",
            "Passwort",
            "heslo",
            "hasło",
            "wachtwoord",
            "lösenord",
            "parola",
            "şifre",
            "пароль",
            "密码",
            "パスワード",
            "비밀번호",
            "mật khẩu",
            "kata sandi",
            "salasana",
        ],
        &[Thought],
    ),
    (
        &[
            "client_secret",
            "clientSecret",
            "X-Client-Secret",
            "consumerSecret",
            "HMAC_SECRET",
            "webhook_secret",
            "signingKey",
            "secret_key",
            "clave secreta",
            "clé secrète",
            "密钥",
            "секретный ключ",
        ],
        &[Hex(32), Letters(40), Base64(32), Letters(24)],
    ),
    (
        &[
            "access_token",
            "accessToken",
            "refresh_token",
            "authToken",
            "X-Auth-Token",
            "bearerToken",
            "id_token",
            "API_TOKEN",
            "token",
            "токен",
            "访问令牌",
            "jeton d'accès",
        ],
        &[Jwt, Hex(40), Uuid, Letters(48)],
    ),
    (
        &[
            "api_key",
            "apiKey",
            "X-Api-Key",
            "x-api-key",
            "subscription-key",
            "Ocp-Apim-Subscription-Key",
            "appKey",
            "access_key",
            "API_KEY",
            "chave de api",
            "clé d'API",
            "api-schlüssel",
        ],
        &[Hex(32), Letters(39), Uuid, Letters(20)],
    ),
    (
        &[
            "PHPSESSID",
            "connect.sid",
            "JSESSIONID",
            "sessionid",
            "laravel_session",
            "ASP.NET_SessionId",
            "session_token",
        ],
        &[Letters(26), Hex(32), Letters(40)],
    ),
    (&["privateKey", "signing_private_key", "wallet_private_key"], &[Hex(64)]),
];

/// Credentials that are harder to tell: plain passwords, short keys, labels that say little.
const HARDER: &[(&[&str], &[Made])] = &[
    (&["loginPassword", "ftp_password", "contrasena", "userPassword"], &[Words]),
    (&["partner_secret", "jwtSecret", "sharedSecret"], &[Kebab]),
    (&["server_key", "license-key", "rest_api_key"], &[Letters(12), Letters(10)]),
    (&["pass", "pin", "auth", "x-key", "credential", "ticket"], &[Letters(16), Hex(24)]),
];

/// Parameters of auth helpers, and how their values are made.
const PARAMETERS: &[(&str, Made)] = &[
    ("basic password", Thought),
    ("bearer token", Hex(40)),
    ("apikey value", Letters(32)),
    ("digest password", Thought),
    ("ntlm password", Thought),
    ("oauth1 consumerSecret", Letters(40)),
    ("oauth1 tokenSecret", Letters(40)),
    ("oauth2 accessToken", Letters(48)),
    ("oauth2 clientSecret", Hex(32)),
    ("oauth2 refreshToken", Letters(48)),
    ("oauth2 password", Thought),
    ("awsv4 secretKey", Letters(40)),
    ("awsv4 sessionToken", Base64(64)),
    ("hawk authKey", Letters(32)),
    ("edgegrid clientSecret", Letters(43)),
    ("edgegrid accessToken", Letters(32)),
    ("jwt secret", Letters(32)),
];

/// Parameters of auth helpers that hold no credential.
const PUBLIC: &[&str] = &[
    "basic username",
    "apikey key",
    "digest realm",
    "digest nonce",
    "digest clientNonce",
    "digest opaque",
    "oauth1 consumerKey",
    "oauth1 nonce",
    "oauth2 clientId",
    "oauth2 accessTokenUrl",
    "oauth2 state",
    "awsv4 region",
    "hawk authId",
    "hawk nonce",
    "jwt header",
];

/// Labels of credentials, to stand beside values that are none.
const ASKED: &[&str] =
    &["password", "client_secret", "access_token", "api_key", "token", "X-Api-Key", "authToken"];

/// Values that are no credential, whatever stands beside them.
const NONE: &[&str] = &[
    "{{secret}}",
    "${API_KEY}",
    "$API_KEY",
    "%API_KEY%",
    "<your key>",
    "[api-key]",
    "your-api-key",
    "YOUR_TOKEN_HERE",
    "changeme",
    "string",
    "null",
    "undefined",
    "************",
    "abc...xyz",
    "xxxxxxxxxxxxxxxx",
    "0000000000000000",
    "abcdefghijklmnop",
    "client_credentials",
    "HMAC-SHA256",
    "https://auth.tallowbrook.test/token",
    "someone@tallowbrook.test",
    "application/json",
    "2024-01-31T10:00:00Z",
    "pm.response.json().token",
    "see the wiki for it",
    "$2b$10$wIGJX1sZy4Hk0u7cVn8qEe3mT5r9LbA6oDfPqUvWxYz2R4t6Y8i0O",
    "ENC(q8vZt3LmXw2Rb7NkQ8vZt3Lm)",
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ",
    "recusandae",
    "supersecret123",
    "currentTokenId",
    "X-Tallow-Token",
    "token-prod",
    "key_id_of_client",
    "EU-WEST-PROD",
    "demo-token",
    "test-token-1",
    "invalid_token",
    "tbd",
    "<%= token %>",
    "John Doe",
    "v2.10.1",
    "user.token",
    "getToken()",
    "Basic Auth",
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEq8vZt3LmXw2Rb7Nk",
    "op://vault/item/password",
    "sha256:9f2c1e7a5b3d8f60c4e2a7913b5d7f80",
];

/// Labels that sound like a credential's or stand beside ids, to stand beside random values.
const OTHER: &[&str] = &[
    "request_id",
    "X-Request-Id",
    "trace_id",
    "etag",
    "sha256",
    "commit",
    "publicKey",
    "key_id",
    "client_id",
    "account_sid",
    "csrf_token",
    "X-CSRF-Token",
    "nextPageToken",
    "device_token",
    "nonce",
    "cache_key",
    "object_key",
    "idempotency_key",
    "Postman-Token",
    "checksum",
    "token_id",
    "session_name",
    "password_policy",
    "tokenType",
    "signature_algorithm",
    "instrumentation_key",
    "order",
];

/// Cookies that stand for nobody's login.
const ANALYTICS: &[&str] = &[
    "_ga",
    "_gid",
    "_fbp",
    "OptanonConsent",
    "cf_clearance",
    "__cf_bm",
    "_hjSession_81234",
    "ai_session",
    "AMP_TOKEN",
    "XSRF-TOKEN",
    "csrftoken",
];

/// Everything that a place which admits so much can hold, shuffled in a fixed way.
pub(crate) fn plants(admits: Admits) -> Vec<Plant> {
    let mut random = Random::new(11);
    let mut plants = Vec::new();
    if admits == Admits::Authorization {
        authorizations(&mut plants, &mut random);
        return plants;
    }
    if admits == Admits::Helpers {
        helpers(&mut plants, &mut random);
        return plants;
    }
    for (labels, made) in CREDENTIALS.iter().chain(HARDER) {
        for (label, made) in labels.iter().zip(made.iter().cycle()) {
            plants.push(secret(label, make(*made, &mut random)));
        }
    }
    for label in ASKED {
        plants.extend(NONE.iter().map(|value| none(label, value)));
    }
    for label in OTHER.iter().chain(ANALYTICS) {
        for made in [Uuid, Hex(40), Letters(32)] {
            plants.push(none(label, &make(made, &mut random)));
        }
    }
    plants.retain(|plant| match admits {
        Admits::Cookies => {
            plant.label.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
                && (!plant.is_secret
                    || plant.label.to_lowercase().contains("sess")
                    || plant.label.ends_with("sid"))
                && plant.value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        }
        Admits::Names => {
            plant.label.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
        }
        Admits::Anything | Admits::Authorization | Admits::Helpers => true,
    });
    let mut shuffled = Vec::new();
    while !plants.is_empty() {
        let index = random.below(plants.len() as u64);
        shuffled.push(plants.swap_remove(usize::try_from(index).unwrap_or(0)));
    }
    shuffled
}

fn secret(label: &str, value: String) -> Plant {
    Plant { label: label.into(), secret: value.clone(), value, is_secret: true }
}

fn helpers(plants: &mut Vec<Plant>, random: &mut Random) {
    for (parameter, made) in PARAMETERS {
        plants.push(secret(parameter, make(*made, random)));
        plants.push(none(parameter, "{{secret}}"));
        plants.push(none(parameter, "<secret>"));
    }
    plants.extend(PUBLIC.iter().map(|parameter| none(parameter, &make(Letters(20), random))));
}

fn none(label: &str, value: &str) -> Plant {
    Plant { label: label.into(), value: value.into(), secret: value.into(), is_secret: false }
}

fn authorizations(plants: &mut Vec<Plant>, random: &mut Random) {
    for scheme in ["Bearer", "bearer", "Token", "SSWS", "GenieKey", "ApiKey"] {
        for made in [Jwt, Hex(40), Uuid, Letters(48)] {
            let secret = make(made, random);
            let value = format!("{scheme} {secret}");
            plants.push(Plant { label: "Authorization".into(), value, secret, is_secret: true });
        }
    }
    for user in ["reports", "svc-import", "a.b"] {
        let secret = make(Thought, random);
        let value = format!("Basic {}", STANDARD.encode(format!("{user}:{secret}")));
        plants.push(Plant { label: "Authorization".into(), value, secret, is_secret: true });
    }
    let values = [
        "Bearer {{token}}",
        "Bearer <token>",
        "Basic {{credentials}}",
        "Bearer your-token",
        "Bearer ${TOKEN}",
        "Basic YWRtaW46YWRtaW4=",
        "Bearer xxxxxxxxxxxx",
        "Bearer",
        "{{auth}}",
        "Basic dXNlcjp7e3Bhc3N9fQ==",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20240131/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=9f2c1e7a5b3d8f60c4e2a7913b5d7f80",
        "Digest username=\"reports\", realm=\"api\", nonce=\"9f2c1e7a5b3d8f60\", response=\"c4e2a7913b5d7f80c4e2a7913b5d7f80\"",
    ];
    plants.extend(values.iter().map(|value| none("Authorization", value)));
}

fn make(made: Made, random: &mut Random) -> String {
    let mut draw = |alphabet: &[u8], count: usize| -> String {
        (0..count)
            .map(|_| usize::try_from(random.below(alphabet.len() as u64)).unwrap_or(0))
            .map(|index| char::from(alphabet[index]))
            .collect()
    };
    const HEX: &[u8] = b"0123456789abcdef";
    const LETTERS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    match made {
        Hex(count) => draw(HEX, count),
        Letters(count) => draw(LETTERS, count),
        Base64(count) => STANDARD.encode(draw(LETTERS, count * 2)),
        Uuid => random.uuid(),
        Words => random.words(2).replace(' ', ""),
        Kebab => format!("{}-{}", random.words(2).replace(' ', "-"), random.below(900) + 100),
        Jwt => {
            let subject = random.uuid();
            let payload = format!(r#"{{"sub":"{subject}","iss":"https://auth.tallowbrook.test"}}"#);
            let head = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
            let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(payload));
            let mut letters =
                || char::from(LETTERS[usize::try_from(random.below(62)).unwrap_or(0)]);
            format!("{signed}.{}", (0..43).map(|_| letters()).collect::<String>())
        }
        Thought => {
            let word = random.words(1);
            let (first, rest) = word.split_at(1);
            let (number, sign) = (
                random.below(900) + 100,
                ["!", "-", ".", "_"][usize::try_from(random.below(4)).unwrap_or(0)],
            );
            format!("{}{rest}{sign}{number}", first.to_uppercase())
        }
    }
}
