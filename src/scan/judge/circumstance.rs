//! What stands around a finding and is known only once its document is read: the names of its
//! request and folders, the host, the answer. A real credential stays what it is wherever it is
//! found; a made-up one is told by what it is made up for.

use super::value::{Look, Value};
use super::verdict::Verdict;
use crate::document::path::{Side, Surroundings};
use crate::document::text::url;
use crate::finding::Confidence;
use crate::location::Role;
use crate::pattern::label::{self, Class, Words};
use crate::pattern::library;
use crate::scan::candidate::Told;

/// A finding and what stands around it.
pub(in crate::scan) struct Circumstances<'c> {
    pub(in crate::scan) told: Told,
    pub(in crate::scan) role: Role,
    pub(in crate::scan) label: &'c str,
    pub(in crate::scan) value: &'c [u8],
    pub(in crate::scan) around: &'c Surroundings,
    pub(in crate::scan) words: &'c library::Words,
}

/// What a circumstance does to a verdict.
enum Effect {
    /// No surer than low: it is a sample or worth nothing.
    Low,
    /// One step less sure.
    Lower,
}

/// Whether a circumstance holds.
type Holds = fn(&Circumstances<'_>, Class) -> bool;

/// Every circumstance that makes a finding less sure.
static CIRCUMSTANCES: &[(Holds, Effect, &str)] = &[
    (sent_to_test_host, Effect::Low, "it is sent to a host that is there to try things out"),
    (local_login, Effect::Low, "it is the password of a login on the own machine"),
    (guest_session, Effect::Low, "a server gives such a session to anybody who asks"),
    (wrong_on_purpose, Effect::Low, "its name says that it is wrong on purpose"),
    (made_for_sign_up, Effect::Low, "it is the password of an account that the request makes"),
    (one_time, Effect::Low, "it is good for one use"),
    (refused, Effect::Lower, "the server refused it"),
];

/// Lowers `verdict` by what stands around. What its shape told is a credential in any circumstance.
pub(in crate::scan) fn weigh(told: &Circumstances<'_>, verdict: &mut Verdict) {
    let Told::Place { class, .. } = told.told else { return };
    for (holds, effect, reason) in CIRCUMSTANCES {
        match effect {
            _ if verdict.confidence() == Confidence::Low => break,
            Effect::Low if holds(told, class) => verdict.cap(Confidence::Low, reason),
            Effect::Lower if holds(told, class) => verdict.lower(reason),
            Effect::Low | Effect::Lower => {}
        }
    }
}

fn sent_to_test_host(told: &Circumstances<'_>, _: Class) -> bool {
    let Some(host) = told.around.url.as_deref().and_then(host) else { return false };
    let mut ends = std::iter::successors(Some(host.as_str()), |host| Some(host.split_once('.')?.1));
    ends.any(|host| told.words.test_hosts.contains(host))
}

/// A password that somebody thought of, for a server on the own machine. What is random may be the
/// same elsewhere.
fn local_login(told: &Circumstances<'_>, class: Class) -> bool {
    class == Class::Password
        && told.around.url.as_deref().and_then(host).is_some_and(|host| is_own_machine(&host))
        && Value::new(told.value).look() != Look::Random
}

/// The host of a URL in lower case, without its port; `None` where a variable stands for it.
fn host(url: &str) -> Option<String> {
    let host = url.get(url::host(url.as_bytes())?)?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    (!host.contains('{')).then(|| host.to_ascii_lowercase())
}

fn is_own_machine(host: &str) -> bool {
    matches!(host, "localhost" | "0.0.0.0" | "::1" | "10.0.2.2" | "host.docker.internal")
        || host.starts_with("127.") && host.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        || host.ends_with(".localhost")
}

/// The id of a session that a saved answer sets, where the call logs nobody in: most servers give
/// one to every visitor.
fn guest_session(told: &Circumstances<'_>, class: Class) -> bool {
    let is_answer = told.around.side == Some(Side::Answer) && told.role != Role::Response;
    let says_who = |word: &str| {
        ["auth", "login", "user", "remember", "token", "admin"].iter().any(|who| word.contains(who))
    };
    class == Class::Session
        && is_answer
        && !label::words(told.label).iter().any(says_who)
        && !told.request_words().iter().any(|word| told.words.login_words.contains(word))
}

/// A credential that a test of what must fail sends.
fn wrong_on_purpose(told: &Circumstances<'_>, _: Class) -> bool {
    let speaks = |words: &Words| {
        let wrong = words.iter().any(|word| told.words.wrong_words.contains(word));
        let of_login = |word: &str| {
            [
                "token",
                "password",
                "credential",
                "key",
                "apikey",
                "login",
                "auth",
                "secret",
                "jwt",
                "signature",
                "api",
            ]
            .iter()
            .any(|what| word.starts_with(what))
        };
        words.iter().any(|word| told.words.refused_words.contains(word))
            || wrong && words.iter().any(of_login)
    };
    speaks(&label::words(told.label))
        || told.around.names.iter().skip(1).any(|name| speaks(&label::numbered_words(name)))
}

/// A password that somebody thinks of while making an account.
fn made_for_sign_up(told: &Circumstances<'_>, class: Class) -> bool {
    let sent = matches!(told.role, Role::Body | Role::Query | Role::Description);
    if class != Class::Password || !sent {
        return false;
    }
    let words = told.request_words();
    let pairs = words.windows(2).map(<[String]>::concat);
    let known = |word: &String| told.words.sign_up_words.contains(word);
    (words.iter().any(known) || pairs.into_iter().any(|pair| known(&pair)))
        && Value::new(told.value).look() != Look::Random
}

fn one_time(told: &Circumstances<'_>, class: Class) -> bool {
    matches!(class, Class::Password | Class::Token)
        && label::numbered_words(told.label)
            .iter()
            .any(|word| told.words.one_time_words.contains(word))
}

/// What was sent with a call that the server answered with 401 has expired or never was any good.
fn refused(told: &Circumstances<'_>, _: Class) -> bool {
    told.around.refused && told.around.side == Some(Side::Request)
}

fn owned(words: &Words) -> Vec<String> {
    words.iter().map(str::to_owned).collect()
}

impl Circumstances<'_> {
    /// The words of the name of the request, and of its URL's path.
    fn request_words(&self) -> Vec<String> {
        let names = self.around.names.iter().skip(1).rev().take(2);
        let mut words: Vec<String> = names.flat_map(|name| owned(&label::words(name))).collect();
        if let Some(url) = &self.around.url {
            let path = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
            let path = path.split(['?', '#']).next().unwrap_or_default();
            words.extend(path.split('/').skip(1).flat_map(|part| owned(&label::words(part))));
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_machines_are_told_from_others() {
        for (url, expected) in [
            ("http://localhost:8080/login", true),
            ("LOCALHOST:3000/login", true),
            ("http://127.0.0.1/login?next=https://api.larchgate.test", true),
            ("http://reports@[::1]:80/", true),
            ("https://app.localhost/", true),
            ("https://localhost.larchgate.test/", false),
            ("https://127.0.0.1.larchgate.test/", false),
            ("{{localhost}}/login", false),
            ("https://api.larchgate.test/localhost", false),
            ("", false),
        ] {
            assert_eq!(host(url).is_some_and(|host| is_own_machine(&host)), expected, "{url}");
        }
    }
}
