namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Names of a dictionary in front of others.</summary>
public sealed class LayeredNames(IReadOnlyDictionary<string, object?> front, INames back) : INames
{
    public bool TryGet(string name, out object? value) => front.TryGetValue(name, out value) || back.TryGet(name, out value);
}
