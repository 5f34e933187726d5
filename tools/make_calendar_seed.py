"""Writes evaluation/foundation/calendar/seed.csv: the official days that differ from Monday to Friday, 2004 onwards.

Run it with the environment of requirements-test.txt after raising the pinned version of ``chinesecalendar``:

    .venv/bin/python tools/make_calendar_seed.py
"""

import csv
from datetime import date, timedelta
from pathlib import Path

from chinese_calendar.constants import Holiday, holidays, workdays

SEED = Path(__file__).resolve().parents[1] / "evaluation" / "foundation" / "calendar" / "seed.csv"
FIRST_WEEKEND_DAY = 5  # Saturday, as date.weekday() counts
FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}
YEARLY_NOTICE = "国务院办公厅关于{year}年部分节假日安排的通知"
VICTORY_NOTICE = "国务院关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知"
SPRING_2020_NOTICE = "国务院办公厅关于延长2020年春节假期的通知"
LABOUR_2019_NOTICE = "国务院办公厅关于调整2019年劳动节假期安排的通知"


def deviating_days() -> list[tuple[date, bool, str, str]]:
    """Day, whether it is worked, name and source of each day on which Monday to Friday would be the wrong answer."""
    rows = []
    first = date(min(holidays).year, 1, 1)
    last = date(max(holidays).year, 12, 31)
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        weekend = day.weekday() >= FIRST_WEEKEND_DAY
        if day in holidays and not weekend:
            rows.append((day, False, chinese_name(holidays[day]), source_of(day, holidays[day])))
        elif day in workdays and weekend:
            name = chinese_name(workdays[day])
            rows.append((day, True, f"{name}调休上班", source_of(day, workdays[day])))
    return rows


def chinese_name(english: str) -> str:
    """The festival's Chinese name."""
    short = Holiday(english).chinese
    return FULL_NAMES.get(short, short)


def source_of(day: date, english: str) -> str:
    """The notice that orders the day; days in December for New Year's Day are ordered for the year that begins."""
    holiday = Holiday(english)
    if holiday is Holiday.anti_fascist_70th_day:
        return VICTORY_NOTICE
    if day == date(2020, 1, 31):
        return SPRING_2020_NOTICE
    if holiday is Holiday.labour_day and day.year == 2019:
        return LABOUR_2019_NOTICE
    belongs_to_next = holiday is Holiday.new_years_day and day.month == 12
    return YEARLY_NOTICE.format(year=day.year + belongs_to_next)


def main() -> None:
    """Write the file anew."""
    with SEED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["date", "working", "name", "source_document"])
        writer.writerows((day.isoformat(), int(working), name, source) for day, working, name, source in deviating_days())


if __name__ == "__main__":
    main()
