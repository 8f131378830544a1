using System.Globalization;

namespace Tarn.Operate.Doctor;

/// <summary>Sizes for people.</summary>
static class FileSizes
{
    static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>Three digits and a decimal unit: <c>1.23 GB</c>.</summary>
    public static string Text(long bytes)
    {
        var size = (double)bytes;
        var unit = 0;
        for (; size >= 1000 && unit < Units.Length - 1; unit++) size /= 1000;
        return unit == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes")
            : string.Create(CultureInfo.InvariantCulture, $"{size:G3} {Units[unit]}");
    }
}
