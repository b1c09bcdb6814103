//! What scripts give, and what they do not.

use super::super::{check, found};
use super::pairs;

#[test]
fn methods_that_store_give_their_arguments() {
    check(
        pairs,
        &[
            ("pm.environment.set(\"token\", \"Qk3v\");", &[("token", "Qk3v")]),
            (
                "pm.collectionVariables.set('a', `Qk3v`)\npm.globals.set(\"b\",'Zz9')",
                &[("a", "Qk3v"), ("b", "Zz9")],
            ),
            (
                "postman.setEnvironmentVariable(\"a\", \"b\"); postman.setGlobalVariable('c', 'd')",
                &[("a", "b"), ("c", "d")],
            ),
            ("localStorage.setItem('k', 'v'); fd.append(\"x\", \"y\")", &[("k", "v"), ("x", "y")]),
            ("request.addHeader(\"X-Key\", \"Qk\\\"3v\");", &[("X-Key", "Qk\\\"3v")]),
            (
                "pm.request.headers.upsert({key: 'X', value: 'Bearer Qk3v'})",
                &[("X", "Bearer Qk3v")],
            ),
            ("h.put(NAME, \"v\"); h.putAll(\"a\", b, \"c\")", &[("NAME", "v")]),
            ("// pm.environment.set(\"a\", \"b\") don't\nset('c', 'd')", &[("a", "b"), ("c", "d")]),
            (
                "x.withToken(\"Qk3v\").build(); new ApiKey('Zz9'); f('a')",
                &[("withToken", "Qk3v"), ("ApiKey", "Zz9")],
            ),
            ("/* set('a', 'b')\n * set('c', 'd') */", &[("a", "b"), ("c", "d")]),
        ],
    );
}

#[test]
fn assignments_give_their_literal() {
    check(
        pairs,
        &[
            ("var a = \"b\", c = 'd'; const e=`f`", &[("a", "b"), ("c", "d"), ("e", "f")]),
            ("let key: string = 'Qk3v'; const k: &str = \"Zz9\"", &[("key", "Qk3v"), ("k", "Zz9")]),
            ("a.b.name = \"Qk3v\"", &[("name", "Qk3v")]),
            ("headers[\"X-Api-Key\"] = 'Qk3v'", &[("X-Api-Key", "Qk3v")]),
            ("const key = process.env.X || \"Qk3v\"", &[("key", "Qk3v")]),
            ("const key = process.env['X'] ?? ('Qk3v')", &[("key", "Qk3v")]),
            ("let x = pm.environment.get('y') || 'Qk3v';", &[("x", "Qk3v")]),
            (
                "String password = \"Qk3v\";\n$p = 'x'; q := \"y\"",
                &[("password", "Qk3v"), ("$p", "x"), ("q", "y")],
            ),
            (
                "auth = \"Bearer \" + \"Qk3v\"; b = 'Basic' + ' ' + 'Zz9'",
                &[("auth", "Qk3v"), ("b", "Zz9")],
            ),
            ("auth = \"Bearer Qk3v\" + x", &[("auth", "Bearer Qk3v")]),
            ("key = CryptoJS.enc.Utf8.parse(\" Qk3v \")", &[("key", "Qk3v")]),
            ("a = \"Basic \" + btoa(\"joe:Qk3v\")", &[("btoa", "joe:Qk3v")]),
            ("Buffer.from('joe:Qk3v').toString('base64')", &[("from", "joe:Qk3v")]),
            ("a = b\nc = \"d\"", &[("c", "d")]),
            ("x = a / b; y = \"z\"", &[("y", "z")]),
            ("r = s.replace(/['\"]/g, ''); y = 'z'\ny2 = \"z2\"", &[("y2", "z2")]),
            ("r = /\"/\ny = \"z\" // don't `do\nu = `v`", &[("y", "z"), ("u", "v")]),
        ],
    );
}

#[test]
fn objects_give_their_members() {
    check(
        pairs,
        &[
            ("{name: \"joe\", \"password\": 'Qk3v'}", &[("password", "Qk3v"), ("name", "joe")]),
            ("[{key: \"A\", value: \"b\"}, {'value': 'd', 'key': 'C'}]", &[("A", "b"), ("C", "d")]),
            ("{key: k, value: 'Bearer ' + 'Qk3v', type: 'x'}", &[("type", "x"), ("value", "Qk3v")]),
            ("{key: 'Qk3v'}", &[("key", "Qk3v")]),
            ("{a: {b: 'c'}, d: ['e', 'f'], g: h || 'i'}", &[("b", "c"), ("g", "i")]),
            ("['a' => 'b', \"c\" => \"d\"]", &[("a", "b"), ("c", "d")]),
            (":a => \"b\",\n  c => 'd'", &[("a", "b"), ("c", "d")]),
        ],
    );
}

#[test]
fn what_is_no_assignment_gives_none() {
    for text in [
        "",
        "a",
        "\"",
        "'a",
        "`a",
        "a == \"b\" || c === 'd' || e != 'f' || g !== 'h'",
        "a <= 'b'",
        "f(\"a\", \"b\")",
        "get('a', 'b')",
        "a = `x${b}`",
        "a = b + 'c'",
        "a = f('b')",
        "require('a')",
        "a ? 'b' : 'c'",
        "case 'a': 'b'",
        "a = 'b",
        "a = \"\"",
        "a = 'Bearer ' + b",
        "btoa('joe:' + p)",
        "f(x => 'a')",
        "a = 'Bearer '; 'b'",
        "set('a', b, 'c')",
        "set('a' + 'b', 'c')",
        "a = b.c('d').e('f')",
        "a = \"b\nc\"",
        "pm.test('a', () => { f('b') })",
        "{'a', 'b'}",
        "a =\n;\n'b'",
    ] {
        let found = found(text, pairs);
        assert!(found.is_empty(), "{text:?} gave {found:?}");
    }
}
