"""Names: what people type finds what was written."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwenbrowser.domain.names import _fold_together, fold, search_keys, search_tokens

any_text = st.text(st.characters() | st.sampled_from("İıſßŁøÆがﾊﾟ한국中文·’‑\u0301\u0345\u200d\u202e\ufb01Ⅷ"))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Binyuan \t Hui\n", "binyuan hui"),
        ("José Ångström", "jose angstrom"),
        ("Łukasz Sørensen Đorđe", "lukasz sorensen dorde"),
        ("Straße", "strasse"),
        ("ＱＷＥＮ\u3000３．５", "qwen 3.5"),
        ("O’Brien Jean‑Luc", "o'brien jean-luc"),
        ("a\u200bb\u202ec\ufeff", "abc"),
        ("林俊旸", "林俊旸"),
        ("ﾊﾟｿｺﾝ", "パソコン"),
        ("が", "が"),
        ("한국", "한국"),
        ("हिन्दी", "हिन्दी"),
        ("@Alibaba_Qwen", "@alibaba_qwen"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(any_text)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(any_text)
def test_folding_does_not_care_how_the_text_is_composed_or_spaced(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == fold(text)
    assert fold(f" {text}\t") == fold(text)


@given(any_text)
def test_characters_are_folded_alone_only_where_their_neighbours_do_not_matter(text: str) -> None:
    assert fold(text) == " ".join(_fold_together(text).split())


@given(st.text("abcdefgh éüñçÄÖ"))
def test_folding_does_not_care_about_case(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("C++", ["c"]),
        ("2026-03-04", ["2026", "03", "04"]),
        ("@Alibaba_Qwen", ["alibaba", "qwen"]),
        ("the “end”, of an era.", ["the", "end", "of", "an", "era"]),
        ("阿里巴巴", ["阿里", "里巴", "巴巴"]),
        ("林", ["林"]),
        ("Qwen团队发布0.8B", ["qwen", "团队", "队发", "发布", "0", "8b"]),
        ("埃隆·马斯克", ["埃隆", "马斯", "斯克"]),
        ("アリババ集団", ["アリ", "リバ", "ババ", "バ集", "集団"]),
        ("한국 사람", ["한국", "사람"]),
        ('" OR NEAR(*', ["or", "near"]),
        ("\ud800\0👩‍🔬—…", []),
    ],
)
def test_search_tokens(text: str, tokens: list[str]) -> None:
    assert search_tokens(text) == tokens


@given(any_text)
def test_tokens_of_any_text_are_words_that_can_be_stored(text: str) -> None:
    for token in search_tokens(text):
        # Cn: Chinese characters that are newer than this Python.
        assert all(character.isalnum() or unicodedata.category(character) == "Cn" for character in token)
        assert token.encode("utf-8")
        assert fold(token) == token


@given(st.text("中文林俊旸你好", min_size=2, max_size=8), st.data())
def test_any_part_of_a_chinese_run_has_its_tokens_in_the_run(run: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(run) - 2))
    part = run[start : data.draw(st.integers(start + 2, len(run)))]
    whole = search_tokens(f"a{run} b")
    found = search_tokens(part)
    assert any(whole[i : i + len(found)] == found for i in range(len(whole)))


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Binyuan Hui", "binyuan hui bh"),
        ("Qwen", "qwen"),
        ("Jean-Luc O’Brien", "jean-luc o'brien jlob"),
        ("林俊旸", "林俊旸 lin jun yang linjunyang ljy"),
        ("吕布", "吕布 lv bu lvbu lb lu bu lubu"),
        ("", ""),
    ],
)
def test_search_keys(name: str, keys: str) -> None:
    assert search_keys(name) == keys


def test_a_surname_is_found_by_every_reading() -> None:
    assert {"ceng", "zeng", "zengyi", "zy"} <= set(search_keys("曾毅").split())
    assert {"shan", "shantianfang"} <= set(search_keys("单田芳").split())


def test_a_mixed_name_is_found_by_both_its_parts() -> None:
    assert {"林俊", "justin", "linjunyang"} <= set(search_tokens(search_keys("林俊旸 (Justin)")))


@given(any_text)
def test_any_name_has_keys_and_is_found_by_its_own_tokens(name: str) -> None:
    assert set(search_tokens(name)) <= set(search_tokens(search_keys(name)))


def test_pinyin_is_not_loaded_before_a_chinese_name_asks_for_it() -> None:
    program = (
        "import sys; from qwenbrowser.domain.names import search_keys; search_keys('Binyuan Hui');"
        "assert 'pypinyin' not in sys.modules; search_keys('惠'); assert 'pypinyin' in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
