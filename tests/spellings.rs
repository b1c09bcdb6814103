//! Lines of code of many languages give the credential that they name, wherever people paste them.

use postseal::finding::Confidence;
use postseal::pattern::library::Library;
use postseal::scan::{Memory, ScanOptions, Scanner};
use postseal::source::Source;
use serde_json::{Value, json};

/// Ways to write a name and its value; `§` stands for the value.
const SPELLINGS: &[(&str, &[&str])] = &[
    (
        "JavaScript",
        &[
            r#"const partnerApiKey = "§";"#,
            "let api_key = '§'",
            "var clientSecret=`§`;",
            r#"config.clientSecret = "§";"#,
            r#"headers["X-Api-Key"] = "§";"#,
            r#"send({ apiKey: "§" });"#,
            r#"{"access_token" : "§"}"#,
            r#"pm.environment.set("access_token", "§");"#,
            r#"postman.setGlobalVariable("client_secret", "§");"#,
            r#"localStorage.setItem("authToken", "§");"#,
            r#"const apiKey = process.env.API_KEY || "§";"#,
            r#"setApiKey("§");"#,
            "client.setClientSecret('§');",
        ],
    ),
    (
        "TypeScript",
        &[r#"private readonly apiKey: string = "§";"#, "export const API_TOKEN: string = '§';"],
    ),
    (
        "Python",
        &[
            r#"api_key = "§""#,
            "CLIENT_SECRET = '§'",
            r#"os.environ["API_TOKEN"] = "§""#,
            r#"client = Client(api_key="§")"#,
            r#"requests.get(url, headers={"X-Api-Key": "§"})"#,
        ],
    ),
    (
        "Java",
        &[
            r#"String apiToken = "§";"#,
            r#"private static final String CLIENT_SECRET = "§";"#,
            r#"System.setProperty("API_KEY", "§");"#,
            r#"request.addHeader("X-Api-Key", "§");"#,
            r#"props.put("client.secret", "§");"#,
        ],
    ),
    (
        "C#",
        &[
            r#"public const string ApiKey = "§";"#,
            r#"client.DefaultRequestHeaders.Add("X-Api-Key", "§");"#,
        ],
    ),
    (
        "Go",
        &[
            r#"apiKey := "§""#,
            r#"const clientSecret = "§""#,
            r#"req.Header.Set("X-Api-Key", "§")"#,
            r#"os.Setenv("API_TOKEN", "§")"#,
        ],
    ),
    (
        "Ruby",
        &[r#":api_key => "§""#, "api_key: '§',", "ENV['CLIENT_SECRET'] = '§'", "@api_key = '§'"],
    ),
    (
        "PHP",
        &[
            "$apiKey = '§';",
            "'client_secret' => '§',",
            "define('API_KEY', '§');",
            "putenv('API_TOKEN=§');",
            "$this->apiKey = \"§\";",
        ],
    ),
    (
        "Kotlin, Swift, Rust",
        &[
            r#"val apiKey = "§""#,
            r#"let apiKey: String = "§""#,
            r#"let api_key: &str = "§";"#,
            r#"const API_KEY: &str = "§";"#,
        ],
    ),
    (
        "shells",
        &[
            "export API_KEY=§",
            "API_KEY=\"§\"",
            "export CLIENT_SECRET='§'",
            "set API_KEY=§",
            "setx API_KEY \"§\"",
            "$env:API_KEY = \"§\"",
            "tool --api-key § --verbose",
            "tool --api-token=§",
            "mysql -u reports --password=§",
            "curl -H \"X-Api-Key: §\" https://api.tallowbrook.test",
            "curl -H 'Authorization: Bearer §' https://api.tallowbrook.test",
            "curl -u reports:§ https://api.tallowbrook.test",
            "curl --user 'reports:§' https://api.tallowbrook.test",
            "curl https://reports:§@api.tallowbrook.test/v1",
            "curl -d 'client_secret=§' https://api.tallowbrook.test",
            "docker run -e API_KEY=§ image",
        ],
    ),
    (
        "configuration",
        &[
            "api_key: §",
            "client_secret: \"§\"",
            "api_key = \"§\"",
            "client.secret=§",
            "  - API_KEY=§",
            "API_KEY ?= §",
            "API_KEY := §",
            "<apiKey>§</apiKey>",
            "<add key=\"ApiKey\" value=\"§\" />",
            "<property name=\"clientSecret\" value=\"§\"/>",
            "Server=db;Database=carts;User Id=reports;Password=§;",
            "def apiKey = '§'",
            "environment { API_KEY = '§' }",
        ],
    ),
    (
        "SQL",
        &[
            "CREATE USER reports WITH PASSWORD '§';",
            "ALTER USER reports IDENTIFIED BY '§';",
            "SET password = '§';",
        ],
    ),
];

/// Those that a script can't hold, since they read as something else there.
const OUTSIDE_SCRIPTS: &[&str] = &["putenv('API_TOKEN=§');", "<add key=\"ApiKey\" value=\"§\" />"];

/// Where a line is pasted: a name, and the document with it.
type Paste = (&'static str, fn(&str) -> Value);

const PLACES: &[Paste] = &[
    ("body", |line| request(&json!({ "body": { "mode": "raw", "raw": line } }))),
    ("description", |line| {
        request(&json!({ "description": format!("Then:\n\n```\n{line}\n```\n") }))
    }),
    (
        "script",
        |line| json!({ "info": { "name": "Carts" }, "item": [], "event": [{ "listen": "test", "script": { "exec": line.lines().collect::<Vec<_>>() } }] }),
    ),
    ("variable", |line| json!({ "name": "Dev", "values": [{ "key": "snippet", "value": line }] })),
];

fn request(request: &Value) -> Value {
    json!({ "info": { "name": "Carts" }, "item": [{ "name": "All", "request": request }] })
}

#[test]
fn code_gives_its_credentials_wherever_it_is_pasted() {
    let library = Library::built_in().expect("the built-in library is sound");
    let scanner = Scanner::new(library, ScanOptions::default()).expect("its literals fit");
    let mut memory = Memory::default();
    let mut missed = Vec::new();
    for (language, lines) in SPELLINGS {
        for line in *lines {
            for (place, write) in PLACES {
                if *place == "script" && OUTSIDE_SCRIPTS.contains(line) {
                    continue;
                }
                let value = "q8vZt3LmXw2Rb7NkH5yC";
                let document = write(&line.replace('§', value)).to_string();
                let source = Source::new("pasted.json", document.as_bytes());
                let facts = scanner.scan(&source, &mut memory);
                let mut shown =
                    facts.findings.iter().filter(|f| f.confidence >= Confidence::Medium);
                if !shown.any(|finding| finding.secret.reveal() == value.as_bytes()) {
                    missed.push(format!("{language} in a {place}: {line}"));
                }
            }
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}
