//! URLs: the password in front of the host, the parameters of query and fragment.

use std::ops::Range;

use memchr::{memchr, memchr2, memchr3, memmem, memrchr};

use super::{Pair, form, token};
use crate::document::codec::Codec;

/// Gives the password of the userinfo, under the user's name, and the parameters of the query and of the
/// fragment (`#access_token=…`). The whole text is one URL, with blanks around it at most; neither scheme
/// nor host need be there, and each part may be a reference such as `{{baseUrl}}`.
pub fn pairs(text: &[u8], emit: &mut dyn FnMut(Pair)) {
    // Most URLs have neither a password nor parameters.
    if memchr3(b'@', b'?', b'#', text).is_none() {
        return;
    }
    let whole = token::trim(text, 0..text.len());
    if let Some((label, password)) = userinfo(text) {
        let value = token::trim(text, password);
        if !value.is_empty() && label.len() <= super::MAX_LABEL {
            emit(Pair { label, value, codec: Codec::Percent });
        }
    }
    let authority = authority(text);
    let tail = &text[authority.end..whole.end];
    let Some(mark) = memchr2(b'?', b'#', tail) else { return };
    let query = authority.end + mark;
    let fragment = memchr(b'#', &text[query..whole.end]).map_or(whole.end, |hit| query + hit);
    if query < fragment {
        form::parameters(text, query + 1..fragment, emit);
    }
    if fragment < whole.end {
        // Pages that route by fragment have their query inside it: `#/callback?token=…`.
        let inner = memchr(b'?', &text[fragment..whole.end]).unwrap_or(0);
        form::parameters(text, fragment + inner + 1..whole.end, emit);
    }
}

/// Whether a text begins with the scheme of a URL.
#[inline]
pub fn begins(start: &[u8]) -> bool {
    const LONGEST_SCHEME: usize = 24;
    let head = start.get(..start.len().min(LONGEST_SCHEME)).unwrap_or_default();
    let in_scheme = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.' | b':');
    let Some(slash) = head.iter().position(|byte| !in_scheme(byte)) else { return false };
    slash > 1
        && head.get(slash - 1) == Some(&b':')
        && head.get(slash) == Some(&b'/')
        && head.get(slash + 1) == Some(&b'/')
}

/// The user and the password of a URL, as byte ranges, still percent-encoded; either may be empty.
/// `None` without a colon in front of an `@`.
pub fn userinfo(text: &[u8]) -> Option<(Range<usize>, Range<usize>)> {
    let authority = authority(text);
    let at = authority.start + memrchr(b'@', &text[authority.clone()])?;
    let colon = authority.start + memchr(b':', &text[authority.start..at])?;
    let user = authority.start..colon;
    (!text[user.clone()].eq_ignore_ascii_case(b"mailto")).then_some((user, colon + 1..at))
}

/// The host of a URL as a byte range, without userinfo and port; a reference such as `{{baseUrl}}` is
/// returned as it stands. `None` if there is none.
pub fn host(text: &[u8]) -> Option<Range<usize>> {
    let authority = authority(text);
    let user_end = memrchr(b'@', &text[authority.clone()]).map_or(0, |hit| hit + 1);
    let start = authority.start + user_end;
    let mut end = start;
    while end < authority.end {
        match text[end] {
            b':' => break,
            b'[' => end += memchr(b']', &text[end..authority.end])?,
            _ => {
                if let Some(behind) = token::reference_end(text, end, authority.end) {
                    end = behind - 1;
                }
            }
        }
        end += 1;
    }
    (start < end).then_some(start..end)
}

/// What stands between the scheme and the path.
fn authority(text: &[u8]) -> Range<usize> {
    let whole = token::trim(text, 0..text.len());
    let near = &text[whole.start..whole.end.min(whole.start + super::MAX_LABEL)];
    // A scheme may be a reference, or have a prefix as in `jdbc:mysql://`; what is behind a path is none.
    let start = match memmem::find(near, b"://") {
        Some(hit)
            if memchr3(b'?', b'#', b'@', &near[..hit]).is_none()
                && !near[..hit].contains(&b'/') =>
        {
            whole.start + hit + 3
        }
        _ if near.starts_with(b"//") => whole.start + 2,
        _ => whole.start,
    };
    let mut end = start;
    while end < whole.end {
        match text[end] {
            b'/' | b'?' | b'#' => break,
            b'{' => end = token::reference_end(text, end, whole.end).unwrap_or(end + 1),
            _ => end += 1,
        }
    }
    start..end
}

/// Whether only the own machine or network answers at `host`.
pub fn is_near(host: &str) -> bool {
    let ends = |end: &str| host.ends_with(end);
    let begins =
        |start: &str| host.starts_with(start) && host.bytes().all(|b| !b.is_ascii_alphabetic());
    !host.contains('.')
        || ends(".local")
        || ends(".localhost")
        || ends(".internal")
        || ends(".test")
        || ["127.", "10.", "192.168.", "0."].into_iter().any(begins)
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    #[test]
    fn a_url_gives_its_password_and_its_parameters() {
        check(
            pairs,
            &[
                ("https://api.example.org/v1?a=b&c=d%20e", &[("a", "b"), ("c", "d%20e")]),
                (" {{baseUrl}}/x?token=Qk3v \n", &[("token", "Qk3v")]),
                ("postgres://joe:p%40ss@db:5432/x?ssl=1", &[("joe", "p%40ss"), ("ssl", "1")]),
                ("redis://:Hk39x@cache/0", &[("", "Hk39x")]),
                ("jdbc:mysql://joe:Hk39x@db/x", &[("joe", "Hk39x")]),
                ("{{proto}}://{{user}}:{{pass}}@{{host}}/", &[("{{user}}", "{{pass}}")]),
                ("https://joe:a@b@host/", &[("joe", "a@b")]),
                ("joe:Hk39x@host/path", &[("joe", "Hk39x")]),
                ("app://cb#access_token=Zz9&state=4", &[("access_token", "Zz9"), ("state", "4")]),
                ("https://h/?q=1#/cb?token=Zz9", &[("q", "1"), ("token", "Zz9")]),
                ("/oauth?next=https://h/?x=1", &[("next", "https://h/?x=1")]),
                ("{{url?}}/x?user[key]=v", &[("user[key]", "v")]),
                ("?a=1&&=2&b&c=&d=3", &[("a", "1"), ("d", "3")]),
            ],
        );
    }

    #[test]
    fn what_has_no_pairs_gives_none() {
        for text in [
            "",
            " ",
            "https://host",
            "https://joe@host/",
            "https://host:8080/a:b@c",
            "mailto:joe@host",
            "https://joe:@host",
            "C:\\dir",
            "12:30",
            "https://h/?flag",
            "https://h/#top",
            "{{",
            "://@:",
        ] {
            check(pairs, &[(text, &[])]);
        }
    }

    #[test]
    fn a_host_has_neither_userinfo_nor_port() {
        for (text, expected) in [
            ("https://api.example.org:8443/v1", Some("api.example.org")),
            ("https://joe:pw@api.example.org?x", Some("api.example.org")),
            ("{{baseUrl}}/v1", Some("{{baseUrl}}")),
            ("{{scheme}}://{{a:b}}.example.org:{{port}}/", Some("{{a:b}}.example.org")),
            ("http://[::1]:80/", Some("[::1]")),
            ("//cdn.example.org/x", Some("cdn.example.org")),
            ("localhost:3000/x", Some("localhost")),
            ("/v1/users", None),
            ("https://", None),
            ("http://[::1", None),
        ] {
            let found = host(text.as_bytes()).map(|range| &text[range]);
            assert_eq!(found, expected, "in {text:?}");
        }
    }

    #[test]
    fn only_what_leaves_the_own_network_is_plain() {
        for (host, expected) in [
            ("localhost", true),
            ("192.168.0.7", true),
            ("10.things.example", false),
            ("api.example.org", false),
        ] {
            assert_eq!(is_near(host), expected, "{host}");
        }
    }
}
