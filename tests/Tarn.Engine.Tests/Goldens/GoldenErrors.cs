namespace Tarn.Engine.Tests.Goldens;

/// <summary>The executor's kinds of errors, as the goldens name them, in Tarn's.</summary>
internal static class GoldenErrors
{
    public static bool Matches(string golden, EngineErrorKind kind) => golden switch
    {
        "parser" => kind == EngineErrorKind.Syntax,
        "binder" => kind == EngineErrorKind.Binding,
        "catalog" => kind is EngineErrorKind.NotFound or EngineErrorKind.Refused,
        "conversion" => kind == EngineErrorKind.Conversion,
        "out_of_range" => kind == EngineErrorKind.OutOfRange,
        "invalid_input" => kind == EngineErrorKind.InvalidInput,
        "not_implemented" => kind == EngineErrorKind.NotSupported,
        _ => false,
    };
}
