Console.WriteLine("tarn");
