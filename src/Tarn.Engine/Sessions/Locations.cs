using Tarn.Iceberg.Storage;

namespace Tarn.Engine.Sessions;

/// <summary>Folders and files that users name: only below the warehouse or <c>storage.allowedLocations</c>.</summary>
internal static class Locations
{
    /// <summary>The location in its normal form.</summary>
    /// <param name="scope">The statement.</param>
    /// <param name="text">What the user wrote.</param>
    /// <param name="offset">Where.</param>
    /// <param name="what">What it is the place of.</param>
    /// <param name="consequence">What becomes of the statement, as a sentence.</param>
    /// <exception cref="EngineException">It is elsewhere.</exception>
    public static string Allowed(StatementScope scope, string text, int offset, string what, string consequence) =>
        Location.TryParse(text, out var location) && scope.Lakehouse.Options.ReadableLocations.Any(location.IsWithin)
            ? location.ToString()
            : throw EngineException.At(EngineErrorKind.Refused, $"{what} '{text}' is not below the warehouse or storage.allowedLocations in tarn.yaml. {consequence}", scope.Sql.Text, offset);
}
