namespace Tarn.Transform.Jinja.Modules;

/// <summary>Checks of the parts of a date, with Python's messages.</summary>
internal static class DateConstruction
{
    public static DateTime Day(int year, int month, int day)
    {
        if (year is < 1 or > 9999)
        {
            throw JinjaException.Value($"year {year} is out of range");
        }

        if (month is < 1 or > 12)
        {
            throw JinjaException.Value("month must be in 1..12");
        }

        return day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateTime(year, month, day)
            : throw JinjaException.Value("day is out of range for month");
    }

    public static TimeSpan Time(int hour, int minute, int second, int micros)
    {
        if (hour is < 0 or > 23)
        {
            throw JinjaException.Value("hour must be in 0..23");
        }

        if (minute is < 0 or > 59)
        {
            throw JinjaException.Value("minute must be in 0..59");
        }

        if (second is < 0 or > 59)
        {
            throw JinjaException.Value("second must be in 0..59");
        }

        return micros is >= 0 and <= 999_999
            ? new TimeSpan(0, hour, minute, second) + TimeSpan.FromTicks(micros * 10L)
            : throw JinjaException.Value("microsecond must be in 0..999999");
    }
}
