namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Names that a host gives to a template. May make values when they are asked for.</summary>
public interface INames
{
    bool TryGet(string name, out object? value);
}
