namespace Tarn.Iceberg.Orc;

/// <summary>The numbers of one stream, run by run.</summary>
internal abstract class OrcIntegers(OrcStream stream, bool isSigned)
{
    int _left;

    protected OrcStream Stream { get; } = stream;

    protected bool IsSigned { get; } = isSigned;

    /// <param name="stream">The stream's bytes.</param>
    /// <param name="isSigned">Whether its numbers may be negative.</param>
    /// <param name="isVersion2">Whether the column's encoding is one of the <c>_V2</c>.</param>
    public static OrcIntegers Of(OrcStream stream, bool isSigned, bool isVersion2) =>
        isVersion2 ? new OrcRunLength2(stream, isSigned) : new OrcRunLength1(stream, isSigned);

    public long Next()
    {
        if (_left == 0) _left = StartRun();
        _left--;
        return NextOfRun();
    }

    /// <summary>Reads the header of the next run and gives the number of its values.</summary>
    protected abstract int StartRun();

    protected abstract long NextOfRun();

    protected long ReadVarint() => IsSigned ? Stream.ReadSigned() : (long)Stream.ReadUnsigned();
}
