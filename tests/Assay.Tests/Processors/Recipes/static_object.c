// An object of C++ that the compiler can only make when the file is loaded.
//: plain_object x86_64 clang -x c++ -O3
//: v3_object x86_64 clang -x c++ -O3 -march=x86-64-v3
//: sve_object aarch64 clang -x c++ -O3 -march=armv8.2-a+sve
#include "module.h"

struct Table
{
    Table() { WORK; }
};

static Table table;

INIT
{
    return CREATE;
}
