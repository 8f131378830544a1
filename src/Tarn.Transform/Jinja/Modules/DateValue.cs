using System.Globalization;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Modules;

/// <summary>datetime.date and datetime.datetime. Wall time with an optional zone, to the microsecond.</summary>
public sealed class DateValue : PyObject
{
    private DateValue(DateTime wall, bool hasTime, ZoneValue? zone)
    {
        Wall = wall;
        HasTime = hasTime;
        Zone = zone;
    }

    public DateTime Wall { get; }

    public bool HasTime { get; }

    public ZoneValue? Zone { get; }

    public override string TypeName => HasTime ? "datetime.datetime" : "datetime.date";

    public static DateValue Date(DateTime day) => new(day.Date, false, null);

    public static DateValue DateTime(DateTime wall, ZoneValue? zone = null) => new(wall, true, zone);

    /// <summary>Instant in UTC; a value without a zone counts as UTC.</summary>
    public DateTime Utc => Zone is null ? Wall : Wall - Zone.OffsetAt(Wall);

    public override string Str() => HasTime ? IsoFormat(' ') : Wall.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public override string Repr()
    {
        if (!HasTime)
        {
            return $"datetime.date({Wall.Year}, {Wall.Month}, {Wall.Day})";
        }

        var micros = Micros(Wall);
        var parts = new List<int> { Wall.Year, Wall.Month, Wall.Day, Wall.Hour, Wall.Minute };
        if (Wall.Second != 0 || micros != 0)
        {
            parts.Add(Wall.Second);
        }

        if (micros != 0)
        {
            parts.Add(micros);
        }

        var zone = Zone is null ? string.Empty : $", tzinfo={Zone.Repr()}";
        return $"datetime.datetime({string.Join(", ", parts)}{zone})";
    }

    public string IsoFormat(char separator)
    {
        var text = Wall.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + separator + TimeText(Wall.TimeOfDay);
        return Zone is null ? text : text + OffsetText(Zone.OffsetAt(Wall));
    }

    public static int Micros(DateTime wall) => (int)(wall.Ticks % TimeSpan.TicksPerSecond / 10);

    internal static string TimeText(TimeSpan time)
    {
        var micros = time.Ticks % TimeSpan.TicksPerSecond / 10;
        return time.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture) + (micros == 0 ? string.Empty : $".{micros:000000}");
    }

    internal static string OffsetText(TimeSpan offset, string separator = ":")
    {
        var sign = offset < TimeSpan.Zero ? "-" : "+";
        return sign + offset.ToString($@"hh\{(separator.Length == 0 ? string.Empty : separator)}mm".Replace(@"\mm", "mm", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    public override bool EqualTo(object? other) => other is DateValue date && date.HasTime == HasTime && (date.Zone is null) == (Zone is null) && date.Utc == Utc;

    public override int PythonHash() => Utc.GetHashCode();

    public override int? CompareTo(object? other)
    {
        if (other is not DateValue date)
        {
            return null;
        }

        if (date.HasTime != HasTime)
        {
            throw JinjaException.Type(HasTime ? "can't compare datetime.datetime to datetime.date" : "can't compare datetime.datetime to datetime.date");
        }

        return (date.Zone is null) == (Zone is null)
            ? Utc.CompareTo(date.Utc)
            : throw JinjaException.Type("can't compare offset-naive and offset-aware datetimes");
    }

    public override object? GetAttribute(string name) => DateMethods.Get(this, name);

    public override object? Operate(string op, object? right) => (op, right) switch
    {
        ("format", string spec) => spec.Length == 0 ? Str() : TimeFormat.Format(this, spec),
        ("+", DurationValue duration) => Shift(duration.Value),
        ("-", DurationValue duration) => Shift(-duration.Value),
        ("-", DateValue date) when date.HasTime == HasTime => (date.Zone is null) == (Zone is null)
            ? new DurationValue(Utc - date.Utc)
            : throw JinjaException.Type("can't subtract offset-naive and offset-aware datetimes"),
        _ => Missing.Value,
    };

    public override object? OperateReflected(string op, object? left) => op == "+" && left is DurationValue duration ? Shift(duration.Value) : Missing.Value;

    internal DateValue With(DateTime wall, ZoneValue? zone) => new(wall, HasTime, zone);

    private DateValue Shift(TimeSpan by)
    {
        try
        {
            return HasTime ? new DateValue(Wall + by, true, Zone) : Date(Wall.AddDays(Math.Floor(by.TotalDays)));
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new JinjaException("OverflowError", "date value out of range");
        }
    }
}
