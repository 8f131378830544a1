using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Modules;

/// <summary>A time zone: pytz's, or one fixed offset of it as pytz attaches it to a localized time.</summary>
public sealed class ZoneValue : PyObject
{
    public static readonly ZoneValue Utc = new(TimeZoneInfo.Utc, "UTC", null);

    private readonly TimeZoneInfo zone;
    private readonly string id;
    private readonly DateTime? fixedAt;

    private ZoneValue(TimeZoneInfo zone, string id, DateTime? fixedAt)
    {
        this.zone = zone;
        this.id = id;
        this.fixedAt = fixedAt;
    }

    public override string TypeName => "tzinfo";

    public static ZoneValue Find(string name)
    {
        if (name.Equals("utc", StringComparison.OrdinalIgnoreCase))
        {
            return Utc;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? new ZoneValue(zone, name, null)
            : throw new JinjaException("UnknownTimeZoneError", PyText.Quote(name));
    }

    public TimeSpan OffsetAt(DateTime wall) => zone.GetUtcOffset(DateTime.SpecifyKind(fixedAt ?? wall, DateTimeKind.Unspecified));

    public string NameAt(DateTime wall)
    {
        if (ReferenceEquals(this, Utc))
        {
            return "UTC";
        }

        var offset = OffsetAt(wall);
        return zone.IsDaylightSavingTime(DateTime.SpecifyKind(fixedAt ?? wall, DateTimeKind.Unspecified)) ? zone.DaylightName
            : offset == zone.BaseUtcOffset ? zone.StandardName : DateValue.OffsetText(offset);
    }

    /// <summary>Wall time of an instant here, with the zone fixed to the offset of that instant.</summary>
    public (DateTime Wall, ZoneValue Zone) FromUtc(DateTime utc)
    {
        var wall = TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), zone);
        return (DateTime.SpecifyKind(wall, DateTimeKind.Unspecified), ReferenceEquals(this, Utc) ? this : new ZoneValue(zone, id, wall));
    }

    public override string Str() => id;

    public override string Repr() => ReferenceEquals(this, Utc) ? "<UTC>" : $"<DstTzInfo '{id}'>";

    public override bool EqualTo(object? other) => other is ZoneValue value && value.id == id;

    public override int PythonHash() => id.GetHashCode(StringComparison.Ordinal);

    public override object? GetAttribute(string name) => name switch
    {
        "zone" => id,
        "localize" => new NativeFunction(new Signature("localize(dt, is_dst=False)"), (_, a) => Localize(a[0])),
        "normalize" => new NativeFunction(new Signature("normalize(dt, is_dst=False)"), (_, a) => DateMethods.Convert((DateValue)a[0]!, this)),
        "utcoffset" => new NativeFunction(name, a => new DurationValue(OffsetAt(((DateValue)a[0]!).Wall)), 1, 2),
        "tzname" => new NativeFunction(name, a => NameAt(((DateValue)a[0]!).Wall), 1, 2),
        _ => Missing.Value,
    };

    private DateValue Localize(object? value)
    {
        var date = value as DateValue ?? throw PyAttributes.NoAttribute(value, "tzinfo");
        return date.Zone is null
            ? DateValue.DateTime(date.Wall, ReferenceEquals(this, Utc) ? this : new ZoneValue(zone, id, date.Wall))
            : throw JinjaException.Value("Not naive datetime (tzinfo is already set)");
    }
}
