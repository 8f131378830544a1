using Tarn.Engine.Native.Header;

namespace Tarn.Engine.Native;

/// <summary>
/// A field taken out of a VARIANT is the VARIANT read through an index of its values. Where a vector is one row for all, the executor's flattening leaves that index in place: who reads the memory would see the whole
/// value instead of the field. Its copying does not.
/// </summary>
static unsafe class ConstantVariants
{
    /// <summary>Makes the vector of a function's argument what it seems to be, where it may be such a one: its rows have their values at one place.</summary>
    public static void Flatten(nint vector, int rows)
    {
        if (rows == 0) return;
        // SAFETY: each row is an offset and a length of 8 bytes; where it is null they may be anything, and a copy is made in vain.
        var entries = (ulong*)Vectors.Data(Vectors.StructChild(vector, 2));
        if (rows == 1 || (entries[0] == entries[2] && entries[1] == entries[3])) Copy(vector, (uint)rows);
    }

    static void Copy(nint vector, uint rows)
    {
        using var type = LogicalTypes.OfVector(vector);
        var copy = Vectors.Create(type, rows);
        var selection = Vectors.CreateSelection(rows);
        try
        {
            var indexes = Vectors.SelectionData(selection);
            for (var i = 0u; i < rows; i++) indexes[i] = i;
            Vectors.Copy(vector, copy, selection, rows, 0, 0);
            Vectors.Reference(vector, copy);
        }
        finally
        {
            Vectors.DestroySelection(selection);
            Vectors.Destroy(ref copy);
        }
    }
}
