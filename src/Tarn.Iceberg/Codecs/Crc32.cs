using System.Buffers.Binary;

namespace Tarn.Iceberg.Codecs;

/// <summary>CRC-32 (ISO 3309, reflected polynomial 0xEDB88320) as Avro's snappy codec and deletion vectors use it.</summary>
internal static class Crc32
{
    static readonly uint[][] Tables = BuildTables();

    /// <summary>The checksum of <paramref name="data"/>; pass an earlier result as <paramref name="seed"/> to go on.</summary>
    public static uint Compute(ReadOnlySpan<byte> data, uint seed = 0)
    {
        var crc = ~seed;
        var (t0, t1, t2, t3) = (Tables[0], Tables[1], Tables[2], Tables[3]);
        while (data.Length >= 4)
        {
            crc ^= BinaryPrimitives.ReadUInt32LittleEndian(data);
            crc = t3[crc & 0xFF] ^ t2[(crc >> 8) & 0xFF] ^ t1[(crc >> 16) & 0xFF] ^ t0[crc >> 24];
            data = data[4..];
        }
        foreach (var value in data) crc = t0[(crc ^ value) & 0xFF] ^ (crc >> 8);
        return ~crc;
    }

    static uint[][] BuildTables()
    {
        var tables = new uint[4][];
        for (var slice = 0; slice < 4; slice++) tables[slice] = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320u : value >> 1;
            tables[0][i] = value;
        }
        for (var i = 0; i < 256; i++)
            for (var slice = 1; slice < 4; slice++)
                tables[slice][i] = (tables[slice - 1][i] >> 8) ^ tables[0][tables[slice - 1][i] & 0xFF];
        return tables;
    }
}
