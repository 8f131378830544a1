namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Names from a dictionary.</summary>
public sealed class DictionaryNames(IReadOnlyDictionary<string, object?> values) : INames
{
    public bool TryGet(string name, out object? value) => values.TryGetValue(name, out value);
}
