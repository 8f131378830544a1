using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Modules;

/// <summary>Python's datetime module and pytz, as far as templates may see them.</summary>
public sealed class DateTimeModule(TimeProvider time)
{
    public PyDict DateTimes => new(new Dictionary<string, object?>
    {
        ["date"] = Date(),
        ["datetime"] = DateTimeType(),
        ["time"] = new TypeObject("datetime.time", (_, a) => Time(a), Members()),
        ["timedelta"] = new TypeObject("datetime.timedelta", (_, a) => Duration(a), Members()),
        ["tzinfo"] = new TypeObject("datetime.tzinfo", (_, _) => ZoneValue.Utc, Members()),
    });

    /// <summary>Reading the zones of the system takes seconds on a busy machine: only templates that list them pay for it.</summary>
    private static readonly Lazy<PyList> AllZones = new(() => new PyList(TimeZoneInfo.GetSystemTimeZones().Select(z => (object?)z.Id)));

    public static PyDict Zones => new(new Dictionary<string, object?>
    {
        ["timezone"] = new NativeFunction("timezone", a => ZoneValue.Find(StringMethods.Text(a[0])), 1),
        ["utc"] = ZoneValue.Utc,
        ["UTC"] = ZoneValue.Utc,
        ["all_timezones"] = new PyIterator(Enumerable.Range(0, 1).SelectMany(_ => AllZones.Value.Items), "LazyList"),
        ["common_timezones"] = new PyIterator(Enumerable.Range(0, 1).SelectMany(_ => AllZones.Value.Items), "LazyList"),
    });

    private static Dictionary<string, object?> Members(params (string Name, object? Value)[] members) => members.ToDictionary(m => m.Name, m => m.Value);

    private DateTime Now => time.GetLocalNow().DateTime;

    private TypeObject Date()
    {
        var signature = new Signature("date(year, month, day)");
        return new TypeObject("datetime.date", (_, a) => DateValue.Date(Day(signature.Bind(a))), Members(
            ("today", new NativeFunction("today", _ => DateValue.Date(Now), 0)),
            ("fromisoformat", new NativeFunction("fromisoformat", a => DateValue.Date(Iso(StringMethods.Text(a[0]))), 1)),
            ("fromordinal", new NativeFunction("fromordinal", a => DateValue.Date(DateTime.MinValue.AddDays((long)a[0]! - 1)), 1)),
            ("min", DateValue.Date(DateTime.MinValue)),
            ("max", DateValue.Date(DateTime.MaxValue))));
    }

    private TypeObject DateTimeType()
    {
        var signature = new Signature("datetime(year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None)");
        return new TypeObject("datetime.datetime", (_, a) => Make(signature.Bind(a)), Members(
            ("now", new NativeFunction(new Signature("now(tz=None)"), (_, a) => a[0] is ZoneValue zone ? InZone(zone) : DateValue.DateTime(Micro(Now)))),
            ("today", new NativeFunction("today", _ => DateValue.DateTime(Micro(Now)), 0)),
            ("utcnow", new NativeFunction("utcnow", _ => DateValue.DateTime(Micro(time.GetUtcNow().DateTime)), 0)),
            ("strptime", new NativeFunction("strptime", a => TimeFormat.Parse(StringMethods.Text(a[0]), StringMethods.Text(a[1])), 2)),
            ("fromisoformat", new NativeFunction("fromisoformat", a => DateValue.DateTime(Iso(StringMethods.Text(a[0]))), 1)),
            ("fromtimestamp", new NativeFunction("fromtimestamp", a => FromTimestamp(a), 1, 2)),
            ("utcfromtimestamp", new NativeFunction("utcfromtimestamp", a => FromTimestamp(a), 1)),
            ("combine", new NativeFunction("combine", a => DateValue.DateTime(((DateValue)a[0]!).Wall.Date + ((TimeValue)a[1]!).Value), 2)),
            ("min", DateValue.DateTime(DateTime.MinValue)),
            ("max", DateValue.DateTime(Micro(DateTime.MaxValue)))));
    }

    private DateValue InZone(ZoneValue zone)
    {
        var (wall, fixedZone) = zone.FromUtc(Micro(time.GetUtcNow().UtcDateTime));
        return DateValue.DateTime(wall, fixedZone);
    }

    private static DateTime Micro(DateTime value) => new(value.Ticks / 10 * 10);

    private static DateValue FromTimestamp(object?[] a)
    {
        var utc = Micro(DateTime.UnixEpoch.AddSeconds(PyNumber.ToDouble(a[0]!)));
        return a.Length > 1 && a[1] is ZoneValue zone ? DateMethods.Convert(DateValue.DateTime(utc, ZoneValue.Utc), zone) : DateValue.DateTime(utc);
    }

    private static DateTime Iso(string text) => DateTime.TryParse(text, null, System.Globalization.DateTimeStyles.None, out var value)
        ? value
        : throw JinjaException.Value($"Invalid isoformat string: {PyText.Quote(text)}");

    private static int Number(object? value) => PyNumber.TryIndex(value, out var number)
        ? (int)number
        : throw JinjaException.Type($"'{PyText.TypeName(value)}' object cannot be interpreted as an integer");

    private static DateTime Day(object?[] a) => DateConstruction.Day(Number(a[0]), Number(a[1]), Number(a[2]));

    private static DateValue Make(object?[] a) =>
        DateValue.DateTime(Day(a) + DateConstruction.Time(Number(a[3]), Number(a[4]), Number(a[5]), Number(a[6])), a[7] as ZoneValue);

    private static TimeValue Time(Arguments arguments)
    {
        var a = new Signature("time(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)").Bind(arguments);
        return new TimeValue(DateConstruction.Time(Number(a[0]), Number(a[1]), Number(a[2]), Number(a[3])));
    }

    private static DurationValue Duration(Arguments arguments)
    {
        var a = new Signature("timedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)").Bind(arguments);
        decimal Part(int index, decimal micros) => a[index] is double real ? (decimal)real * micros : Number(a[index]) * micros;
        var total = Part(0, 86_400_000_000m) + Part(1, 1_000_000m) + Part(2, 1m) + Part(3, 1_000m) + Part(4, 60_000_000m) + Part(5, 3_600_000_000m) + Part(6, 604_800_000_000m);
        return new DurationValue(TimeSpan.FromTicks((long)Math.Round(total, MidpointRounding.ToEven) * 10));
    }
}
