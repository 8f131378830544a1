namespace Tarn.Iceberg.Orc;

/// <summary>ORC specification v1, "Boolean Run Length Encoding": eight to a byte, the highest bit first.</summary>
internal sealed class OrcBits(OrcStream stream)
{
    readonly OrcBytes _bytes = new(stream);
    int _left;
    byte _byte;

    public bool Next()
    {
        if (_left == 0) (_left, _byte) = (8, _bytes.Next());
        return ((_byte >> --_left) & 1) != 0;
    }
}
