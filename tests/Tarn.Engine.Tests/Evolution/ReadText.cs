using System.Globalization;
using Tarn.Engine.Native;

namespace Tarn.Engine.Tests.Evolution;

/// <summary>Values as the engine reads them, in the model's text form.</summary>
internal static class ReadText
{
    public static string Of(LogicalType type, object? value) => value is null ? "null" : type.Id switch
    {
        TypeId.Struct => $"({string.Join(",", ((object?[])value).Select((v, i) => $"{type.Fields[i].Name}={Of(type.Fields[i].Type, v)}"))})",
        TypeId.List => $"[{string.Join(",", ((object?[])value).Select(v => Of(type.Fields[0].Type, v)))}]",
        TypeId.Map => $"{{{string.Join(",", ((KeyValuePair<object?, object?>[])value).OrderBy(p => (string)p.Key!, StringComparer.Ordinal).Select(p => $"{p.Key}:{Of(type.Fields[1].Type, p.Value)}"))}}}",
        TypeId.Date => $"d{value}",
        TypeId.Timestamp => $"t{value}",
        TypeId.Float => ((decimal)(float)value).ToString("0.##", CultureInfo.InvariantCulture),
        TypeId.Double => ((decimal)(double)value).ToString("0.##", CultureInfo.InvariantCulture),
        TypeId.Decimal => decimal.Parse(((DecimalValue)value).ToString()!, CultureInfo.InvariantCulture).ToString("0.##", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
