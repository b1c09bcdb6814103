//! What lines give, and what they do not.

use super::super::{check, found};
use super::pairs;

#[test]
fn a_line_that_is_an_entry_gives_its_rest() {
    check(
        pairs,
        &[
            ("password: Qk3v", &[("password", "Qk3v")]),
            ("password:Qk3v\r\nuser: joe\r\n", &[("password", "Qk3v"), ("user", "joe")]),
            ("- key: two words", &[("key", "two words")]),
            ("**Password:** Qk=3:v", &[("Password", "Qk=3:v")]),
            ("* **Client Secret**: `ab c`", &[("Client Secret", "ab c")]),
            ("**Password: Qk3v**", &[("Password", "Qk3v")]),
            ("> 1. Password (test): Qk3v,", &[("Password", "Qk3v")]),
            ("<p><b>Password:</b> <code>Qk3v</code></p>", &[("Password", "Qk3v")]),
            ("Password:&nbsp;Qk3v<br/>", &[("Password", "Qk3v")]),
            ("contraseña: Qk3v\n密码：Qk4v", &[("contraseña", "Qk3v"), ("密码", "Qk4v")]),
            ("// token: \"Qk3v\" # why", &[("token", "Qk3v")]),
            ("token: Qk3v # why", &[("token", "Qk3v")]),
            ("token: Qk3v#x", &[("token", "Qk3v#x")]),
            ("Authorization: Bearer Qk3v==", &[("Authorization", "Bearer Qk3v==")]),
            ("Authorization: Basic Qk3v=", &[("Authorization", "Basic Qk3v=")]),
            ("token: {{token}}", &[("token", "{{token}}")]),
            ("user: joe, password: Qk3v", &[("password", "Qk3v"), ("user", "joe")]),
            ("Username: joe / Password: Qk3v", &[("Password", "Qk3v"), ("Username", "joe")]),
            ("Cookie: a=b; c=d", &[("a", "b"), ("c", "d")]),
            ("Set-Cookie: sid=ab==", &[("sid", "ab==")]),
            ("Body: {\"password\": \"Qk3v\"}", &[("password", "Qk3v")]),
            ("url: https://h/x", &[("url", "https://h/x")]),
            ("Date: Mon, 1 Jan 2029 12:30:00 GMT", &[("Date", "Mon, 1 Jan 2029 12:30:00 GMT")]),
        ],
    );
}

#[test]
fn assignments_end_with_their_word() {
    check(
        pairs,
        &[
            ("API_KEY=Qk3v", &[("API_KEY", "Qk3v")]),
            ("export API_KEY=\"Qk 3v\"; x=y", &[("API_KEY", "Qk 3v"), ("x", "y")]),
            ("key = Qk3v # why", &[("key", "Qk3v")]),
            ("Server=db;Uid=joe;Pwd=Qk3v;", &[("Server", "db"), ("Uid", "joe"), ("Pwd", "Qk3v")]),
            ("a=b&c=d%20e", &[("a", "b"), ("c", "d%20e")]),
            ("$password = 'Qk3v';", &[("$password", "Qk3v")]),
            ("$env:TOKEN = \"Qk3v\"", &[("TOKEN", "Qk3v")]),
            ("password := \"Qk3v\"", &[("password", "Qk3v")]),
            ("headers['X-Api-Key'] = 'Qk3v'", &[("X-Api-Key", "Qk3v")]),
            ("user[password]=Qk3v", &[("password", "Qk3v")]),
            ("f(token=Qk3v)", &[("token", "Qk3v")]),
            ("c = f(key=\"Qk3v\", x='y')", &[("key", "Qk3v"), ("x", "y")]),
            ("key = a.b || \"Qk3v\"", &[("key", "Qk3v")]),
            ("let key: &str = \"Qk3v\"; let k: String = 'Zz9'", &[("key", "Qk3v"), ("k", "Zz9")]),
            ("create user joe with password 'Qk3v';", &[("password", "Qk3v")]),
            ("ALTER USER joe IDENTIFIED BY 'Qk3v'", &[("IDENTIFIED BY", "Qk3v")]),
            ("token={{my token}}&n=${N}", &[("token", "{{my token}}"), ("n", "${N}")]),
            ("  'key' => 'Qk3v',", &[("key", "Qk3v")]),
            (":key => 'Qk3v'", &[("key", "Qk3v")]),
            ("Digest username=\"joe\", realm=\"x\"", &[("username", "joe"), ("realm", "x")]),
            ("<input password=\"Qk3v\">", &[("password", "Qk3v")]),
        ],
    );
}

#[test]
fn json_and_yaml_give_their_strings() {
    check(
        pairs,
        &[
            ("\"key\": \"va\\\"l\",", &[("key", "va\\\"l")]),
            ("{\"a\":\"b\",\"c\":{\"d\":1},'e':'f'}", &[("a", "b"), ("d", "1"), ("e", "f")]),
            ("  password: 'Qk3v'", &[("password", "Qk3v")]),
            ("x: {password: Qk3v, token: Zz9}", &[("password", "Qk3v"), ("token", "Zz9")]),
            ("-d \"{\\\"key\\\":\\\"Qk3v\\\"}\"", &[("key", "Qk3v")]),
            ("`password`: `Qk3v`", &[("password", "Qk3v")]),
            ("``password``: ``Qk3v``, x", &[("password", "Qk3v")]),
            ("\"a\" (key). Use (\"=\", \"b\")", &[]),
            ("\"open: Qk3v", &[("open", "Qk3v")]),
        ],
    );
}

#[test]
fn table_rows_give_their_second_cell() {
    check(
        pairs,
        &[
            ("| Password | `Qk3v` |\n|---|---|", &[("Password", "Qk3v")]),
            ("| **Client Secret** | Qk 3v | a=b |", &[("Client Secret", "Qk 3v"), ("a", "b")]),
            ("|`token`|Qk3v|", &[("token", "Qk3v")]),
            ("| ``{{\u{200b}key}}`` | ``Qk3v`` |", &[("key", "Qk3v")]),
            ("| a=b | c |", &[("a", "b")]),
            ("| x", &[]),
            ("||||", &[]),
        ],
    );
}

#[test]
fn commands_give_options_headers_and_users() {
    check(
        pairs,
        &[
            ("x --token Qk3v --password=Zz9 -v", &[("token", "Qk3v"), ("password", "Zz9")]),
            ("x --key 'Qk 3v' --flag --other", &[("key", "Qk 3v")]),
            ("curl -u joe:Qk3v https://h/", &[("joe", "Qk3v")]),
            ("curl --user 'joe:Qk 3v' x", &[("joe", "Qk 3v")]),
            ("curl --user=joe:Qk3v x", &[("joe", "Qk3v")]),
            ("curl -u Qk3v: x", &[("u", "Qk3v")]),
            ("curl -u joe x", &[]),
            (
                "-H \"Authorization: Bearer x y\" -H 'X-Key: z'",
                &[("Authorization", "Bearer x y"), ("X-Key", "z")],
            ),
            ("curl --header 'Cookie: a=b; c=d' \\", &[("a", "b"), ("c", "d")]),
            ("--data-raw '{\"a\": \"b\"}' --data 'c=d&e=f'", &[("a", "b"), ("c", "d"), ("e", "f")]),
            ("(run X-Key: Bearer Qk3v now)", &[("X-Key", "Bearer Qk3v")]),
        ],
    );
}

#[test]
fn calls_settings_and_elements_give_their_value() {
    check(
        pairs,
        &[
            ("System.setProperty(\"KEY\", \"Qk3v\");", &[("KEY", "Qk3v")]),
            ("pm.environment.set('a', 'b'); c = 'd'", &[("a", "b"), ("c", "d")]),
            ("x = new ApiKey(\"Qk3v\")", &[("ApiKey", "Qk3v")]),
            ("define('KEY', 'Qk3v');", &[("KEY", "Qk3v")]),
            ("setHeader(\"X-Key\", \"Qk3v\"", &[("X-Key", "Qk3v")]),
            ("see (\"x\") and f('y', 'z')", &[]),
            ("setx KEY \"Qk 3v\"", &[("KEY", "Qk 3v")]),
            ("ENV KEY Qk3v", &[("KEY", "Qk3v")]),
            ("set -gx KEY Qk3v", &[("KEY", "Qk3v")]),
            ("set KEY=Qk3v", &[("KEY", "Qk3v")]),
            ("ENV KEY=Qk3v", &[("KEY", "Qk3v")]),
            ("  <apiKey>Qk3v</apiKey>", &[("apiKey", "Qk3v")]),
            ("-- key: Qk3v", &[("key", "Qk3v")]),
        ],
    );
}

#[test]
fn urls_give_their_parameters() {
    check(
        pairs,
        &[
            ("see https://h/x?a=b&c=d.", &[("a", "b"), ("c", "d")]),
            ("[x](https://h/?a=b) and c=d", &[("a", "b"), ("c", "d")]),
            ("db = postgres://joe:Qk3v@db/x", &[("joe", "Qk3v")]),
            ("GET {{url}}/x?token=Qk3v HTTP/1.1", &[("token", "Qk3v")]),
            ("\"url\": \"https://h/x\"", &[("url", "https://h/x")]),
        ],
    );
}

#[test]
fn a_user_is_told_from_a_label() {
    for (text, expected) in [
        ("https://joe:Qk3v@h/", true),
        ("x -u \"joe:Qk3v\"", true),
        ("x --user=joe:Qk3v", true),
        ("joe:Qk3v", false),
        ("x --token=joe", false),
    ] {
        let mut users = Vec::new();
        pairs(text.as_bytes(), &mut |pair| users.push(pair.is_userinfo(text.as_bytes())));
        assert_eq!(users, [expected], "in {text:?}");
    }
}

#[test]
fn what_is_no_pair_gives_none() {
    for text in [
        "12:30",
        "at 12:30 or 2029-01-01T12:30:00Z",
        "C:\\dir",
        "in C:\\dir",
        "https://example.org/x",
        "if a == b and c != d or e <= f",
        "std::string",
        "x => y",
        "----- : -----",
        "= = =",
        ":",
        "key:",
        "key=",
        "\"key\": ",
        "a - b -- c",
        "\u{a0}:\u{a0}",
        "\"\": \"x\"",
        "'':''",
        "localhost:3000 is up",
    ] {
        let found = found(text, pairs);
        assert!(found.is_empty() || text.starts_with("localhost"), "{text:?} gave {found:?}");
    }
}
