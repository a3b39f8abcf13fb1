mod support;

use graphql_gateway::schema::NovaSchema;

/// The lines of the SDL that open a type or a field, with the line before each.
fn undocumented(sdl: &str) -> Vec<String> {
    let lines: Vec<&str> = sdl.lines().map(str::trim).collect();
    let declares = |line: &str| line.starts_with("type ") || (line.contains(": ") && !line.starts_with('"'));
    lines
        .windows(2)
        .filter(|pair| declares(pair[1]) && !pair[0].ends_with("\"\"\""))
        .map(|pair| pair[1].to_string())
        .collect()
}

#[tokio::test]
async fn every_type_and_field_of_the_graphql_schema_is_documented() {
    let schema: NovaSchema = support::schema();
    assert_eq!(undocumented(&schema.sdl()), Vec::<String>::new());
}

#[tokio::test]
async fn the_test_sees_a_missing_description() {
    assert_eq!(undocumented("\ntype Mute {\n  id: ID!\n}").len(), 2);
}

#[tokio::test]
async fn no_field_is_deprecated_for_good() {
    assert!(!support::schema().sdl().contains("@deprecated"));
}
