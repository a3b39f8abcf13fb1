from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nova_policy.collect.shell import Command, ShellOptions, parse_script


def find(script: str, program: str = "target", options: ShellOptions | None = None) -> Command:
    return next(command for command in parse_script(script, options).commands if command.program == program)


def reasons(script: str, options: ShellOptions | None = None) -> list[str]:
    return [lost.reason for lost in find(script, options=options).ignored]


@pytest.mark.parametrize(
    "script",
    [
        "target",
        "target\necho done",
        "target && echo ok",
        "target || exit 1",
        "target || { echo failed; exit 1; }",
        "target || FAILED=1",
        "target || other",
        "echo a | target",
        "if ! target; then exit 1; fi",
        "if target; then echo ok; else exit 1; fi",
        "if target; then echo ok; else FAILED=1; fi",
        "for x in a b; do target $x; done",
        "set +e\nset -e\ntarget\necho x",
        "set +e\ntarget\nSTATUS=$?\nexit $STATUS",
        "set +e\ntarget",
        "X=$(target)\necho $X",
        "(target)",
        "set -o pipefail\ntarget | tee log",
        "bash -c 'target'",
        "f() { target; }\nf",
        "case x in a) target ;; esac",
    ],
)
def test_a_failure_that_fails_the_script(script: str) -> None:
    assert reasons(script) == []


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("target || true", ["or_true"]),
        ("target || :", ["or_true"]),
        ("target || echo failed", ["or_true"]),
        ("target 2>/dev/null || echo failed >&2", ["or_true"]),
        ("target || { echo failed; }", ["or_true"]),
        ("target || exit 0", ["or_true"]),
        ("target && echo ok\nother", ["and_list"]),
        ("target | tee log", ["pipe"]),
        ("target | tee log || true", ["or_true", "pipe"]),
        ("! target\nother", ["negated"]),
        ("if target; then echo ok; fi", ["if"]),
        ("if target; then echo ok; else echo bad; fi", ["if"]),
        ("until target; do sleep 1; done", ["loop"]),
        ("set +e\ntarget\necho done", ["no_errexit"]),
        ("set +o errexit\ntarget\necho done", ["no_errexit"]),
        ("echo $(target)", ["substitution"]),
        ("export X=$(target)", ["substitution"]),
        ("bash -c 'target || true'", ["or_true"]),
        ("bash -c 'target; echo x'", ["no_errexit"]),
    ],
)
def test_a_failure_that_is_lost(script: str, expected: list[str]) -> None:
    assert reasons(script) == expected


def test_without_errexit_only_the_last_status_counts() -> None:
    options = ShellOptions(errexit=False)
    assert reasons("target\necho x", options) == ["no_errexit"]
    assert reasons("echo x\ntarget", options) == []
    assert reasons("for x in a; do target || FAILED=1; done\nexit $FAILED", options) == []


def test_the_place_of_a_lost_failure_is_where_it_is_said() -> None:
    lost = find("true\ntarget \\\n  --flag \\\n  || true").ignored[0]
    assert (lost.position.row, lost.position.column) == (3, 5)


@pytest.mark.parametrize(
    "script",
    [
        "sudo -E target a",
        "sudo -u root target a",
        "env -u X A=1 B=2 target a",
        "A=1 target a",
        "timeout -k 5 5m target a",
        "time target a",
        "exec target a",
        "command target a",
        "/usr/bin/target a",
        "nohup nice -n 5 target a",
    ],
)
def test_wrappers_and_paths_are_stripped(script: str) -> None:
    assert find(script).arguments == ["a"]


def test_asking_for_a_program_does_not_start_it() -> None:
    assert [command.program for command in parse_script("command -v target && other").commands] == ["other"]


@pytest.mark.parametrize(
    ("word", "text", "literal"),
    [
        ("plain", "plain", True),
        ("'single $x'", "single $x", True),
        ('"double $x"', "double $x", False),
        ('a"b c"d', "ab cd", True),
        ("a\\ b", "a b", True),
        ('"a\\"b"', 'a"b', True),
        ("$x", "$x", False),
        ("`x`", "`x`", False),
        ("${{ matrix.a }}", "${{ matrix.a }}", False),
        ("repo/${{ github.sha || 'a b' }}:x", "repo/${{ github.sha || 'a b' }}:x", False),
    ],
)
def test_words_lose_their_quotes_only(word: str, text: str, literal: bool) -> None:
    found = find(f"target {word}").words[1]
    assert (found.text, found.literal) == (text, literal)


def test_loops_pipes_redirections_and_substituted_downloads_are_told() -> None:
    script = 'for s in a "$b"; do curl x | sudo target --to "$s" >> "$OUT"; done\nbash <(curl y)'
    found = find(script)
    assert found.reads == ("curl",)
    assert [word.text for word in found.loops["s"]] == ["a", "$b"]
    assert found.appends == "$OUT"
    assert find(script, "bash").has_substituted_download


def test_arrays_and_assignments_are_kept() -> None:
    script = parse_script('A=(x "y z")\nB="$A/c"\nexport C=1\n')
    assert [(name, [word.text for word in words]) for name, words in script.assignments] == [
        ("A", ["x", "y z"]),
        ("B", ["$A/c"]),
        ("C", ["1"]),
    ]


def test_heredocs_and_comments_hold_no_commands() -> None:
    script = "cat <<EOF > file\ntarget inside\nEOF\n# target commented\necho end"
    assert [command.program for command in parse_script(script).commands] == ["cat", "echo"]


def test_columns_count_characters() -> None:
    assert find('echo "äöü€"; target').position.column == 13


@given(st.text(alphabet="ab $(){}[]|&;<>'\"`\\\n#!=-${{}}é\x00", max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_commands_within_it(text: str) -> None:
    rows = text.count("\n")
    for command in parse_script(text).commands:
        assert command.words
        assert 0 <= command.position.row <= rows


def test_deep_nesting_ends() -> None:
    parse_script("(" * 2000 + "x" + ")" * 2000)
    parse_script("$(" * 2000)
    parse_script("if a; then " * 500)
    assert find("bash -c 'target'").program == "target"
