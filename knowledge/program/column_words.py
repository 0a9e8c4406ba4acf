"""The words by which the columns of a program are headed, in English, French, German and Japanese.

Best first: where two columns could be the same field, the better word wins, so that "Session" is the title only where
no column is called "Title". Case, accents, numbers and brackets in a header do not matter.
"""

from __future__ import annotations

WORDS = {
    "id": """
        id, uid, guid, uuid, code, session id, id session, kennung, nr, nummer, no, num, n°, numéro, number,
        #, 番号, コード, proposal id, submission id, unique id, event key, external id
    """,
    "title": """
        title, session title, talk title, session name, name of session, title of session, title of talk, titel,
        vortragstitel, titel des vortrags, titre, titre de la session, titre de l'intervention, nom de la session,
        intitulé, タイトル, 演題, 題名, 講演タイトル,
        セッション名, 講演名, subject, betreff, objet, 件名, topic, thema, sujet, presentation, talk, session, vortrag,
        sitzung, conférence, présentation, 講演, セッション, 発表, programmpunkt, agenda item, item, point, 議題,
        プログラム, 内容, proposal title, submission title, talk name, agenda title, event title, event name,
        activity name, schedule name, event, veranstaltung, événement, program, programme, programm, activity,
        activité, aktivität, name, nom, bezeichnung, what, was, quoi
    """,
    "subtitle": """
        subtitle, untertitel, sous-titre, サブタイトル, 副題
    """,
    "date": """
        date, start date, begin date, session date, event date, event start date, scheduled date, date of session,
        datum, startdatum, date de début, date début, 日付, 開催日, 開始日, day, tag, jour, jour/date, 月日, 日程, 日
    """,
    "start": """
        start, start time, starts at, starts, begin, begins, time start, starting time, begin time, beginning time,
        session start time, event start time, scheduled start, scheduled at, scheduled time, session start, event start,
        start hour, starting, begins at, time from, from time, time in, local start time, beginn, beginnt, startzeit,
        anfang, début, heure de début, heure début, h. début, heure de commencement, 開始, 開始時刻, 開始時間, time,
        uhrzeit, zeit, heure, horaire, horaires, heures,
        時刻, 時間, 日時, date and time, date/time, start date/time, date et heure, datum und uhrzeit, from, von, de,
        start date and time, start datetime, begin date and time, datetime, date time, 開始日時, when, wann, quand,
        slot, time slot, timeslot, timing, zeitfenster, créneau, créneau horaire, 時間帯
    """,
    "end_date": """
        end date, event end date, end date and time, end datetime, enddatum, date de fin, date fin, 終了日, 終了日時
    """,
    "end": """
        end, end time, ends at, ends, time end, ending time, finish time, session end time, event end time,
        scheduled end, session end, event end, end hour, ending, time to, to time, time out, local end time,
        ende, endet,
        endzeit, fin, heure de fin, heure fin, h. fin, 終了, 終了時刻, 終了時間, to, until,
        till, bis, à, jusqu'à, finish
    """,
    "minutes": """
        duration, minutes, length, scheduled duration, duration minutes, duration in minutes, duration min,
        session length, dauer, minuten, länge, durée, 所要時間, 時間数, 分, min, mins
    """,
    "zone": """
        time zone, timezone, tz, event time zone, session time zone, zeitzone, fuseau horaire, fuseau, タイムゾーン
    """,
    "room": """
        room, raum, saal, salle, 会場, 部屋, ルーム, room name, stage name, hall, stage, bühne, scène, auditorium,
        session location, event location, location name, meeting room, session venue, location, ort, lieu,
        place, venue, 場所, veranstaltungsort, emplacement, where, wo, où
    """,
    "track": """
        track, tracks, track name, session track, strang, parcours, トラック, stream, category, kategorie,
        catégorie, カテゴリ, カテゴリー, themenfeld,
        thématique, 分野
    """,
    "kind": """
        type, kind, typ, art, session type, event type, talk type, proposal type, submission type, format,
        session format,
        type de session, 種別, 形式, 種類, sessionstyp
    """,
    "speakers": """
        speakers, speaker, vortragende, vortragender, vortragende(r), referenten, referent, referentin,
        referierende, redner, rednerin, rednerinnen, sprecher, sprecherin, sprecherinnen, intervenants,
        intervenant, intervenante, intervenant(e)s, orateurs, orateur, oratrice, conférenciers,
        conférencier, conférencière, 講演者, 登壇者, 発表者, 講師, スピーカー, 演者, presenters,
        presenter, presenter name, name of speaker, noms des intervenants,
        presented by, panelists, panellists, speaker name, speaker names, speaker full name, session speakers,
        speaker(s), presenter names, presenter(s), who, wer, qui, authors, author, autoren, autor, auteurs,
        auteur, 氏名, 名前
    """,
    "first_name": """
        first name, firstname, given name, speaker first name, speaker first, presenter first name, prénom,
        prénom intervenant, prénom de l'intervenant, vorname, 名
    """,
    "last_name": """
        last name, lastname, surname, family name, speaker last name, speaker last, speaker surname, presenter
        last name,
        nom de famille, nom intervenant, nom de l'intervenant, nachname, familienname, 姓
    """,
    "organization": """
        organization, organisation, company, affiliation, firma, unternehmen, institution, société,
        entreprise, organisme, 所属, 会社, 会社名, 企業, 企業名, 団体, speaker company, speaker organization, speaker
        organisation, speaker affiliation, presenter company, presenter organization, presenter organisation, presenter
        affiliation
    """,
    "role": """
        role, position, job title, tag line, tagline, funktion, rolle, fonction, poste, 役職, 肩書, 肩書き, speaker
        title, speaker
        role, speaker position
    """,
    "abstract": """
        abstract, description, beschreibung, inhalt, zusammenfassung, kurzbeschreibung, résumé, 概要, 要旨, 説明,
        session description, schedule description, session abstract, proposal abstract, summary, details, détails, 詳細
    """,
    "language": """
        language, sprache, langue, 言語, 使用言語
    """,
    "url": """
        url, link, session url, permalink, website, webseite, lien, site, リンク
    """,
    "cancelled": """
        cancelled, canceled, abgesagt, annulé, annulée, 中止, cancelled?, canceled?, is cancelled, is canceled
    """,
    "status": """
        status, state, statut, état, ステータス, 状態, session status, session state, proposal state, submission state,
        talk status, event status
    """,
    "published": """
        published, public, publié, publiée, publique, veröffentlicht, öffentlich, 公開, is published, is public,
        published?, visible, active, is visible,
        is active
    """,
    "hidden": """
        hidden, private, masqué, masquée, caché, privé, privée, versteckt, 非公開, unpublished, is hidden, is private
    """,
}
