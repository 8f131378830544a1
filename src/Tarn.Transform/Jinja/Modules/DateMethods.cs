using System.Globalization;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Modules;

/// <summary>Attributes and methods of dates.</summary>
internal static class DateMethods
{
    private static readonly Signature ReplaceDate = new("replace(year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=Missing)");

    public static object? Get(DateValue date, string name)
    {
        var wall = date.Wall;
        object? value = name switch
        {
            "year" => (long)wall.Year,
            "month" => (long)wall.Month,
            "day" => (long)wall.Day,
            "weekday" => Function(name, (long)(((int)wall.DayOfWeek + 6) % 7)),
            "isoweekday" => Function(name, (long)((((int)wall.DayOfWeek + 6) % 7) + 1)),
            "toordinal" => Function(name, (long)(wall.Date - DateTime.MinValue).Days + 1),
            "isocalendar" => Function(name, IsoCalendar(wall)),
            "ctime" => Function(name, TimeFormat.Format(date, "%a %b %e %H:%M:%S %Y")),
            "strftime" => new NativeFunction("strftime", a => TimeFormat.Format(date, StringMethods.Text(a[0])), 1),
            "replace" => new NativeFunction(ReplaceDate, (_, a) => Replace(date, a)),
            "timetuple" => Function(name, TimeTuple(date)),
            "isoformat" => new NativeFunction("isoformat", a => date.HasTime ? date.IsoFormat(a.Length > 0 ? StringMethods.Text(a[0])[0] : 'T') : date.Str(), 0, 2),
            _ => Missing.Value,
        };
        return value is Missing && date.HasTime ? GetTime(date, name) : value;
    }

    private static object? GetTime(DateValue date, string name) => name switch
    {
        "hour" => (long)date.Wall.Hour,
        "minute" => (long)date.Wall.Minute,
        "second" => (long)date.Wall.Second,
        "microsecond" => (long)DateValue.Micros(date.Wall),
        "tzinfo" => date.Zone,
        "date" => Function(name, DateValue.Date(date.Wall)),
        "time" => Function(name, new TimeValue(date.Wall.TimeOfDay)),
        "timestamp" => Function(name, (date.Utc - DateTime.UnixEpoch).TotalSeconds),
        "utcoffset" => Function(name, date.Zone is null ? null : new DurationValue(date.Zone.OffsetAt(date.Wall))),
        "tzname" => Function(name, date.Zone?.NameAt(date.Wall)),
        "astimezone" => new NativeFunction(name, a => Convert(date, a.Length > 0 ? (ZoneValue)a[0]! : ZoneValue.Utc), 0, 1),
        _ => Missing.Value,
    };

    public static DateValue Convert(DateValue date, ZoneValue zone)
    {
        var (wall, fixedZone) = zone.FromUtc(date.Utc);
        return DateValue.DateTime(wall, fixedZone);
    }

    private static NativeFunction Function(string name, object? value) => new(name, _ => value, 0);

    private static PyTuple IsoCalendar(DateTime day) =>
        new([(long)ISOWeek.GetYear(day), (long)ISOWeek.GetWeekOfYear(day), (long)((((int)day.DayOfWeek + 6) % 7) + 1)], "year", "week", "weekday");

    private static PyTuple TimeTuple(DateValue date)
    {
        var wall = date.Wall;
        return new PyTuple(
            [(long)wall.Year, (long)wall.Month, (long)wall.Day, (long)wall.Hour, (long)wall.Minute, (long)wall.Second,
                (long)(((int)wall.DayOfWeek + 6) % 7), (long)wall.DayOfYear, -1L],
            "tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst");
    }

    private static DateValue Replace(DateValue date, object?[] a)
    {
        int Part(int index, int current) => a[index] is null ? current : PyNumber.TryIndex(a[index], out var number) ? (int)number
            : throw JinjaException.Type($"'{PyText.TypeName(a[index])}' object cannot be interpreted as an integer");
        var wall = date.Wall;
        var day = DateConstruction.Day(Part(0, wall.Year), Part(1, wall.Month), Part(2, wall.Day));
        var time = DateConstruction.Time(Part(3, wall.Hour), Part(4, wall.Minute), Part(5, wall.Second), Part(6, DateValue.Micros(wall)));
        return date.With(day + time, ReferenceEquals(a[7], Signature.Optional) ? date.Zone : a[7] as ZoneValue);
    }
}
