"""Columns of Moodle's files by their English names, whatever language Moodle was set to when it wrote them.

Moodle translates the first row of what it exports. The words here are those of its language packs for German, French,
Spanish, Portuguese and Chinese, in the spellings of several releases. A file is written back with its own words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from autograder.platforms.people.roster import fold_name
from autograder.shared.tables import Table

WORDS: Mapping[str, tuple[str, ...]] = {
    "Identifier": ("ID", "Identifikator", "Identifiant", "Identificador", "标识符", "编号", "识别码", "識別碼", "編號"),
    "Full name": (
        *("Vollständiger Name", "Name", "Nom complet", "Nombre completo", "Nombre completo del usuario"),
        *("Nome completo", "全名", "姓名"),
    ),
    "First name": ("Vorname", "Prénom", "Nombre", "Nombre(s)", "Nome", "Nome próprio", "名", "名字"),
    "Last name": (
        *("Nachname", "Nom", "Nom de famille", "Apellido(s)", "Apellidos", "Apelido", "Sobrenome"),
        *("Surname", "姓", "姓氏"),
    ),
    "Email address": (
        *("E-Mail-Adresse", "E-Mail", "Adresse de courriel", "Adresse e-mail", "Courriel", "Dirección de correo"),
        *("Dirección Email", "Dirección de email", "Correo electrónico", "Endereço de email", "Endereço de e-mail"),
        *("Endereço de correio eletrónico", "E-mail", "Email", "邮箱地址", "电子邮件地址", "Email地址", "电子邮件"),
        *("電子郵件", "電子郵件信箱", "邮箱", "电邮地址"),
    ),
    "Username": (
        *("Anmeldename", "Benutzername", "Nom d’utilisateur", "Nom d'utilisateur", "Nombre de usuario"),
        *("Nome de utilizador", "Identificação de usuário", "Nome de usuário", "用户名", "使用者名稱", "帳號"),
    ),
    "ID number": (
        *("ID-Nummer", "Matrikelnummer", "Numéro d’identification", "Numéro d'identification", "Número de ID"),
        *("Número ID", "Número de identificación", "Número de identificação", "ID号", "ID编号", "学号", "學號"),
        *("ID 號碼", "ID 號"),
    ),
    "Status": ("Statut", "Estado", "Estatus", "Situação", "状态", "狀態"),
    "Grade": ("Bewertung", "Note", "Calificación", "Nota", "Avaliação", "成绩", "評分", "成績", "分数", "等级"),
    "Maximum Grade": (
        *("Bestwertung", "Höchste Bewertung", "Maximale Bewertung", "Note maximale", "Calificación máxima"),
        *("Nota máxima", "Avaliação máxima", "最高分", "最高成绩", "最高分数", "满分", "最高成績"),
    ),
    "Grade can be changed": (
        *("Bewertung kann geändert werden", "La note peut être modifiée", "Note modifiable"),
        *("La calificación puede ser cambiada", "La calificación se puede cambiar", "La nota puede cambiarse"),
        *("La calificación puede cambiarse", "La calificación puede modificarse", "Nota pode ser alterada"),
        *("A nota pode ser alterada", "A nota pode ser modificada", "Nota pode ser modificada"),
        *(
            "A avaliação pode ser alterada",
            "成绩可以更改",
            "成绩可以被修改",
            "成绩可更改",
            "成绩可以修改",
            "可以更改成绩",
        ),
        *("成績可以更改", "成績可以被更改"),
    ),
    "Last modified (submission)": (
        *("Zuletzt geändert (Abgabe)", "Dernière modification (travail remis)", "Dernière modification (remise)"),
        *("Última modificación (entrega)", "Última modificação (envio)", "Última modificação (submissão)"),
        *("Última modificação (trabalho)", "最后修改(提交)", "最后修改时间(提交)", "最后修改(提交的作业)"),
    ),
    "Last modified (grade)": (
        *("Zuletzt geändert (Bewertung)", "Dernière modification (note)", "Última modificación (calificación)"),
        *("Última modificação (nota)", "Última modificação (avaliação)", "最后修改(成绩)", "最后修改时间(成绩)"),
    ),
    "Feedback comments": (
        *("Feedback als Kommentar", "Feedback-Kommentare", "Feedback par commentaires", "Commentaires de feedback"),
        *("Comentarios de retroalimentación", "Comentarios de retroalimentacion", "Retroalimentación"),
        *("Comentarios", "Comentários de feedback", "Comentários", "Feedback através de comentários"),
        *("Comentários do feedback", "反馈评论", "评语反馈", "反馈意见", "反饋評論", "評語", "回饋評語"),
    ),
}
"""English name -> other names"""
NO = frozenset(("no", "nein", "non", "não", "nao", "否", "不", "不能", "不可以"))
"""what stands under 'Grade can be changed' where it cannot"""
PARTICIPANT = frozenset(
    map(fold_name, ("Participant", "Teilnehmer/in", "Teilnehmer", "Teilnehmerin", "Participante", "参与者", "參與者"))
) | frozenset(map(fold_name, ("参加者", "参与人", "用户", "學員", "成員")))
"""what Moodle calls a student whose name it hides; a number follows"""
_ENGLISH: Mapping[str, str] = {
    fold_name(word): english for english, words in WORDS.items() for word in (english, *words)
}
LANGUAGES = "English, German, French, Spanish, Portuguese and Chinese"


def in_english(table: Table, named: Mapping[str, str] | None = None) -> Table:
    """The table with Moodle's columns under their English names; others keep theirs.

    A name that two columns would get is given to none of them, so that nothing is guessed.

    Args:
        named: English name -> the column's own, for languages that are not known here
    """
    own = {name: english for english, name in (named or {}).items()}
    wanted = [own.get(name) or _english(name) for name in table.columns]
    if "Full name" not in wanted:  # then ID is a student's own number, as in a list for nbgrader
        wanted = [
            new if name in own or name.casefold() != "id" else ""
            for new, name in zip(wanted, table.columns, strict=True)
        ]
    counts = Counter(wanted)
    columns = [new if new and counts[new] == 1 else name for new, name in zip(wanted, table.columns, strict=True)]
    return replace(table, columns=tuple(columns))


def _english(name: str) -> str:
    return _ENGLISH.get(fold_name(name), "")
