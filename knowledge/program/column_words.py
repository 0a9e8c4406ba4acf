"""The words by which the columns of a program are headed, in English, French, German and Japanese.

Best first: where two columns could be the same field, the better word wins, so that "Session" is the title only where
no column is called "Title". Case, accents, numbers and brackets in a header do not matter.
"""

from __future__ import annotations

WORDS = {
    "id": """
        id, uid, guid, uuid, code, session id, id session, kennung, nr, nummer, no, num, n°, numéro, number,
        #, 番号, コード
    """,
    "title": """
        title, session title, talk title, session name, name of session, title of session, title of talk, titel,
        vortragstitel, titel des vortrags, titre, titre de la session, titre de l'intervention, nom de la session,
        intitulé, タイトル, 演題, 題名, 講演タイトル,
        セッション名, 講演名, subject, betreff, objet, 件名, topic, thema, sujet, presentation, talk, session, vortrag,
        sitzung, conférence, présentation, 講演, セッション, 発表, programmpunkt, agenda item, item, point, 議題,
        プログラム, 内容, event, veranstaltung, événement, program, programme, programm, activity, activité,
        aktivität, name, nom, bezeichnung, what, was, quoi
    """,
    "subtitle": """
        subtitle, untertitel, sous-titre, サブタイトル, 副題
    """,
    "date": """
        date, start date, begin date, datum, startdatum, date de début, 日付, 開催日, 開始日, day, tag,
        jour, jour/date, 月日, 日程, 日
    """,
    "start": """
        start, start time, starts at, starts, begin, begins, beginn, beginnt, startzeit, anfang, début,
        heure de début, 開始, 開始時刻, 開始時間, time, uhrzeit, zeit, heure, horaire, horaires, heures,
        時刻, 時間, 日時, date and time, date/time, start date/time, date et heure, datum und uhrzeit, from, von, de,
        start date and time, start datetime, begin date and time, datetime, date time, 開始日時, when, wann, quand,
        slot, time slot, timeslot, timing, zeitfenster, créneau, créneau horaire, 時間帯
    """,
    "end_date": """
        end date, end date and time, end datetime, enddatum, date de fin, 終了日, 終了日時
    """,
    "end": """
        end, end time, ends at, ends, ende, endet, endzeit, fin, heure de fin, 終了, 終了時刻, 終了時間, to, until,
        till, bis, à, jusqu'à, finish
    """,
    "minutes": """
        duration, minutes, length, dauer, minuten, länge, durée, 所要時間, 時間数, 分, min, mins
    """,
    "room": """
        room, raum, saal, salle, 会場, 部屋, ルーム, hall, stage, bühne, scène, auditorium, location, ort, lieu,
        place, venue, 場所, veranstaltungsort, emplacement, where, wo, où
    """,
    "track": """
        track, strang, parcours, トラック, stream, category, kategorie, catégorie, カテゴリ, カテゴリー, themenfeld,
        thématique, 分野
    """,
    "kind": """
        type, kind, typ, art, session type, format, type de session, 種別, 形式, 種類, sessionstyp
    """,
    "speakers": """
        speakers, speaker, vortragende, vortragender, vortragende(r), referenten, referent, referentin,
        referierende, redner, rednerin, rednerinnen, sprecher, sprecherin, sprecherinnen, intervenants,
        intervenant, intervenante, intervenant(e)s, orateurs, orateur, oratrice, conférenciers,
        conférencier, conférencière, 講演者, 登壇者, 発表者, 講師, スピーカー, 演者, presenters,
        presenter, presenter name, name of speaker, nom de l'intervenant, noms des intervenants,
        presented by, panelists, panellists, speaker name, speaker names, speaker(s),
        presenter(s), who, wer, qui, authors, author, autoren, autor, auteurs, auteur, 氏名, 名前
    """,
    "organization": """
        organization, organisation, company, affiliation, firma, unternehmen, institution, société,
        entreprise, organisme, 所属, 会社, 会社名, 企業, 企業名, 団体, speaker company, speaker organization, speaker
        organisation, speaker affiliation, presenter company, presenter organization, presenter organisation, presenter
        affiliation
    """,
    "role": """
        role, position, job title, funktion, rolle, fonction, poste, 役職, 肩書, 肩書き, speaker title, speaker
        role, speaker position
    """,
    "abstract": """
        abstract, description, beschreibung, inhalt, zusammenfassung, kurzbeschreibung, résumé, 概要, 要旨, 説明,
        summary, details, détails, 詳細
    """,
    "language": """
        language, sprache, langue, 言語, 使用言語
    """,
    "url": """
        url, link, website, webseite, lien, site, リンク
    """,
    "cancelled": """
        cancelled, canceled, abgesagt, annulé, annulée, 中止, status, state, statut, état, ステータス, 状態
    """,
}
