namespace Tarn.Iceberg.Types;

public sealed class GoldenTypeTests
{
    [Testing.SharedFact(GoldenVectors.Needs)]
    public void Type_strings_parse_and_print_as_the_reference_does() => GoldenVectors.ForAll("type_strings", 27, item =>
    {
        var text = item.GetProperty("text").GetString()!;
        if (!item.TryGetProperty("error", out var error)) return GoldenVectors.Differs(item.GetProperty("canonical").GetString(), IcebergType.Parse(text).ToString());
        return GoldenVectors.Differs(error.GetString(), Assert.Throws<IcebergException>(() => IcebergType.Parse(text)).Message);
    });
}
